package io.sluice.stream;

import io.sluice.event.Channel;
import io.sluice.event.JsonEventDecoder;
import io.sluice.feature.NumericEncoder;
import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import io.sluice.score.AnomalyScorer;
import io.sluice.state.ResumePolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the pipeline needs to know of a model, from its manifest.
 *
 * @param fingerprint says whose packed state a stored state is; equal for equal weights and meaning
 */
public record ModelSpec(Manifest manifest, long fingerprint) {
    /**
     * Checks that this pipeline can serve the model.
     *
     * @throws BundleException where the manifest asks for a task, an input or a column that is unknown
     */
    public ModelSpec {
        if (manifest.input().kind() != Manifest.Input.Kind.NUMERIC || manifest.task() != Manifest.Task.ANOMALY) {
            throw new BundleException("model " + manifest.name() + " has the task "
                    + manifest.task().json() + " on "
                    + manifest.input().kind().json()
                    + " input; this version of Sluice serves anomaly on numeric input");
        }
        encoder(manifest);
        scorer(manifest);
        requirePointers(manifest);
    }

    /** What a bundle says of its model. */
    public static ModelSpec of(Bundle bundle) {
        return new ModelSpec(bundle.manifest(), bundle.fingerprint());
    }

    String name() {
        return manifest.name();
    }

    String version() {
        return manifest.version();
    }

    /** A decoder of the model's events; throws IllegalArgumentException where the key's pointer is in a channel's way. */
    JsonEventDecoder decoder(@Nullable String keyPointer, int maxBytes) {
        return new JsonEventDecoder(channels(manifest), keyPointer, maxBytes);
    }

    NumericEncoder encoder() {
        return encoder(manifest);
    }

    AnomalyScorer scorer() {
        return scorer(manifest);
    }

    ResumePolicy resumePolicy(SluiceConfig config) {
        return new ResumePolicy(
                fingerprint,
                manifest.sizes().state() * Float.BYTES,
                scorer().stateBytes(),
                config.stateTtlMillis(),
                config.stateMismatch());
    }

    private static List<Channel> channels(Manifest manifest) {
        return manifest.input().fields().stream()
                .map(field -> new Channel(field.name(), field.pointer()))
                .toList();
    }

    private static void requirePointers(Manifest manifest) {
        try {
            new JsonEventDecoder(channels(manifest), null, 1);
        } catch (IllegalArgumentException inEachOthersWay) {
            throw new BundleException(
                    "model " + manifest.name() + ": input.fields: " + inEachOthersWay.getMessage(), inEachOthersWay);
        }
    }

    private static NumericEncoder encoder(Manifest manifest) {
        try {
            return new NumericEncoder(names(manifest), manifest.input().columns());
        } catch (IllegalArgumentException unknownColumn) {
            throw new BundleException("model " + manifest.name() + ": " + unknownColumn.getMessage(), unknownColumn);
        }
    }

    private static AnomalyScorer scorer(Manifest manifest) {
        List<String> outputs =
                manifest.output().stream().map(Manifest.Output::name).toList();
        return new AnomalyScorer(outputs, names(manifest), manifest.scoring());
    }

    private static List<String> names(Manifest manifest) {
        return manifest.input().fields().stream()
                .map(Manifest.Input.Field::name)
                .toList();
    }
}
