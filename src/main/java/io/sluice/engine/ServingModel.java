package io.sluice.engine;

import io.sluice.feature.NumericEncoder;
import io.sluice.feature.TextEncoder;
import io.sluice.feature.Tokenizer;
import io.sluice.format.EventFormat;
import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import io.sluice.model.RankedOutput;
import io.sluice.model.Vocabulary;
import io.sluice.score.AlertWriter;
import io.sluice.score.AnomalyScorer;
import io.sluice.score.ClassificationScorer;
import io.sluice.score.PredictionWriter;
import io.sluice.score.RankingScorer;
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
 * @param vocabulary the bundle's; null where the input is no item
 */
public record ServingModel(
        Manifest manifest,
        long fingerprint,
        @Nullable Tokenizer tokenizer,
        @Nullable Vocabulary vocabulary) {
    /**
     * Checks that this pipeline can serve the model.
     *
     * @throws BundleException where the manifest asks for a task, an input or a column that is unknown
     */
    public ServingModel {
        if ((manifest.input().kind() == Manifest.Input.Kind.TEXT) != (tokenizer != null)) {
            throw new IllegalArgumentException("a model of texts, and no other, comes with its tokenizer");
        }
        if ((manifest.input().kind() == Manifest.Input.Kind.ITEM) != (vocabulary != null)) {
            throw new IllegalArgumentException("a model of items, and no other, comes with its vocabulary");
        }
        naming(manifest, () -> requireOutputs(manifest));
        naming(manifest, () -> EventFormat.JSON.decoder(manifest.input(), null, 1));
        if (manifest.input().kind() == Manifest.Input.Kind.NUMERIC) {
            naming(manifest, () -> numericEncoder(manifest));
        }
    }

    /** A model of numeric channels. */
    public ServingModel(Manifest manifest, long fingerprint) {
        this(manifest, fingerprint, null, null);
    }

    /** What a bundle of numeric channels or items says of its model. */
    public static ServingModel of(Bundle bundle) {
        return of(bundle, null);
    }

    /**
     * What a bundle says of its model.
     *
     * @param tokenizer of the bundle's file, cut to the bundle's number of tokens; null where the input is no text
     */
    public static ServingModel of(Bundle bundle, @Nullable Tokenizer tokenizer) {
        return new ServingModel(bundle.manifest(), bundle.fingerprint(), tokenizer, bundle.vocabulary());
    }

    public String name() {
        return manifest.name();
    }

    String version() {
        return manifest.version();
    }

    /** A thread's way from events to rows. */
    InputRows rows() {
        int width = manifest.sizes().input();
        if (tokenizer != null) {
            return new TokenRows(new TextEncoder(tokenizer, width), width);
        }
        return vocabulary != null ? new ItemRows(vocabulary) : new NumericRows(numericEncoder(manifest));
    }

    /**
     * A thread's scorer.
     *
     * @throws IllegalArgumentException if the model cannot rank the number of items that the settings ask for
     */
    public Scorer scorer(EngineSettings settings) {
        return switch (manifest.task()) {
            case ANOMALY -> anomalyScorer(manifest);
            case CLASSIFICATION -> classificationScorer(manifest);
            case RANKING -> rankingScorer(settings);
        };
    }

    private Scorer rankingScorer(EngineSettings settings) {
        return new RankingScorer(
                RankedOutput.of(manifest),
                Objects.requireNonNull(vocabulary, "a model that ranks items has a vocabulary"),
                settings.rankingK(),
                settings.seenItems());
    }

    PredictionWriter predictionWriter(EngineSettings settings) {
        return new PredictionWriter(name(), version(), settings.rawOutput());
    }

    Alerts alerts(EngineSettings settings) {
        return settings.alerts()
                ? new IncidentAlerts(new AlertWriter(name(), version()), settings.repartitioned())
                : Alerts.NONE;
    }

    ResumePolicy resumePolicy(EngineSettings settings) {
        return new ResumePolicy(
                fingerprint,
                manifest.sizes().state() * Float.BYTES,
                scorer(settings).stateBytes(),
                settings.stateTtlMillis(),
                settings.stateMismatch());
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

    private static NumericEncoder numericEncoder(Manifest manifest) {
        return new NumericEncoder(names(manifest), manifest.input().columns());
    }

    private static Object requireOutputs(Manifest manifest) {
        return switch (manifest.task()) {
            case ANOMALY -> anomalyScorer(manifest);
            case CLASSIFICATION -> classificationScorer(manifest);
            case RANKING -> RankedOutput.of(manifest);
        };
    }

    private static Scorer anomalyScorer(Manifest manifest) {
        return new AnomalyScorer(manifest.outputNames(), channels(manifest), manifest.scoring());
    }

    private static Scorer classificationScorer(Manifest manifest) {
        return new ClassificationScorer(manifest.outputNames(), manifest.scoring());
    }

    /** The channels that a surprise has parts in; texts and items have none. */
    private static List<String> channels(Manifest manifest) {
        return manifest.input().kind() == Manifest.Input.Kind.NUMERIC ? names(manifest) : List.of();
    }

    private static List<String> names(Manifest manifest) {
        return manifest.input().fields().stream()
                .map(Manifest.Input.Field::name)
                .toList();
    }
}
