package io.sluice.stream;

import io.sluice.event.Channel;
import io.sluice.event.JsonEventDecoder;
import io.sluice.feature.NumericEncoder;
import io.sluice.feature.TextEncoder;
import io.sluice.feature.Tokenizer;
import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import io.sluice.score.AnomalyScorer;
import io.sluice.score.ClassificationScorer;
import io.sluice.score.Scorer;
import io.sluice.state.ResumePolicy;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the pipeline needs to know of a model, from its bundle.
 *
 * @param fingerprint says whose packed state a stored state is; equal for equal weights and meaning
 * @param tokenizer of the bundle's file, cut to the bundle's number of tokens; null where the input is no text
 */
public record ModelSpec(
        Manifest manifest, long fingerprint, @Nullable Tokenizer tokenizer) {
    /**
     * Checks that this pipeline can serve the model.
     *
     * @throws BundleException where the manifest asks for a task, an input or a column that is unknown
     */
    public ModelSpec {
        if ((manifest.input().kind() == Manifest.Input.Kind.TEXT) != (tokenizer != null)) {
            throw new IllegalArgumentException("a model of texts, and no other, comes with its tokenizer");
        }
        naming(manifest, () -> scorer(manifest));
        naming(manifest, () -> json(manifest, null, 1));
        if (manifest.input().kind() == Manifest.Input.Kind.NUMERIC) {
            naming(manifest, () -> numericEncoder(manifest));
        }
    }

    /** A model of numeric channels. */
    public ModelSpec(Manifest manifest, long fingerprint) {
        this(manifest, fingerprint, null);
    }

    /** What a bundle of numeric channels says of its model. */
    public static ModelSpec of(Bundle bundle) {
        return of(bundle, null);
    }

    /**
     * What a bundle says of its model.
     *
     * @param tokenizer of the bundle's file, cut to the bundle's number of tokens; null where the input is no text
     */
    public static ModelSpec of(Bundle bundle, @Nullable Tokenizer tokenizer) {
        return new ModelSpec(bundle.manifest(), bundle.fingerprint(), tokenizer);
    }

    String name() {
        return manifest.name();
    }

    String version() {
        return manifest.version();
    }

    /**
     * A decoder of the model's events.
     *
     * @throws IllegalArgumentException where the key's pointer is in a field's way
     * @throws org.apache.kafka.common.config.ConfigException where format, key and model do not go together
     */
    EventDecoder decoder(EventFormat format, @Nullable String keyPointer, int maxBytes) {
        return format.decoder(this, keyPointer, maxBytes);
    }

    /** A decoder of JSON events; throws IllegalArgumentException where the key's pointer is in a field's way. */
    JsonEventDecoder json(@Nullable String keyPointer, int maxBytes) {
        return json(manifest, keyPointer, maxBytes);
    }

    /** A thread's way from events to rows. */
    InputRows rows() {
        return tokenizer == null
                ? new NumericRows(numericEncoder(manifest))
                : new TokenRows(
                        new TextEncoder(tokenizer, manifest.sizes().input()),
                        manifest.sizes().input());
    }

    Scorer scorer() {
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

    private static void naming(Manifest manifest, Supplier<?> part) {
        try {
            Objects.requireNonNull(part.get());
        } catch (IllegalArgumentException unknown) {
            throw new BundleException("model " + manifest.name() + ": input: " + unknown.getMessage(), unknown);
        } catch (BundleException refused) {
            throw new BundleException("model " + manifest.name() + ": " + refused.getMessage(), refused);
        }
    }

    private static JsonEventDecoder json(Manifest manifest, @Nullable String keyPointer, int maxBytes) {
        List<Manifest.Input.Field> fields = manifest.input().fields();
        return switch (manifest.input().kind()) {
            case NUMERIC ->
                JsonEventDecoder.ofChannels(
                        fields.stream()
                                .map(field -> new Channel(field.name(), field.pointer()))
                                .toList(),
                        keyPointer,
                        maxBytes);
            case TEXT -> JsonEventDecoder.ofText(fields.get(0).pointer(), keyPointer, maxBytes);
            case ITEM -> throw notServed(manifest);
        };
    }

    private static NumericEncoder numericEncoder(Manifest manifest) {
        return new NumericEncoder(names(manifest), manifest.input().columns());
    }

    private static Scorer scorer(Manifest manifest) {
        List<String> outputs =
                manifest.output().stream().map(Manifest.Output::name).toList();
        return switch (manifest.task()) {
            case ANOMALY -> new AnomalyScorer(outputs, channels(manifest), manifest.scoring());
            case CLASSIFICATION -> new ClassificationScorer(outputs, manifest.scoring());
            case RANKING -> throw notServed(manifest);
        };
    }

    private static BundleException notServed(Manifest manifest) {
        return new BundleException("the task is "
                + manifest.task().json() + " on " + manifest.input().kind().json()
                + " input; this version of Sluice serves anomaly and classification on numeric and text input");
    }

    /** The channels that a surprise has parts in; a text has none. */
    private static List<String> channels(Manifest manifest) {
        return manifest.input().kind() == Manifest.Input.Kind.NUMERIC ? names(manifest) : List.of();
    }

    private static List<String> names(Manifest manifest) {
        return manifest.input().fields().stream()
                .map(Manifest.Input.Field::name)
                .toList();
    }
}
