package io.sluice.engine;

import io.sluice.feature.NumericEncoder;
import io.sluice.feature.TextEncoder;
import io.sluice.feature.Tokenizer;
import io.sluice.format.EventSettings;
import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.RankedOutput;
import io.sluice.model.Vocabulary;
import io.sluice.score.AlertWriter;
import io.sluice.score.AnomalyOutputs;
import io.sluice.score.AnomalyScorer;
import io.sluice.score.ClassificationScorer;
import io.sluice.score.PredictionWriter;
import io.sluice.score.RankingScorer;
import io.sluice.score.Scorer;
import io.sluice.score.TailWarnings;
import io.sluice.score.profile.ProfileScorer;
import io.sluice.score.profile.ProfileSettings;
import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import io.sluice.state.StateLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model that the pipeline serves. Its input and its task are resolved here once, and all threads share the result.
 */
public final class ServingModel {
    private final Manifest manifest;
    private final Map<String, Double> scoring;
    private final long fingerprint;
    private final Supplier<InputRows> rows;
    private final Function<EngineSettings, Scorer> scorers;

    /**
     * Checks that this pipeline can serve the model.
     *
     * @param fingerprint identifies the packed states of the model; it is equal for equal weights and meaning
     * @param tokenizer reads the file of the bundle and cuts to its number of tokens; null if the input is not text
     * @param vocabulary the items of the bundle; null if the input is not an item
     * @throws BundleException if the manifest names an unknown output, setting or column
     * @throws IllegalArgumentException if the input needs a tokenizer or a vocabulary that is not given, or the reverse
     */
    public ServingModel(
            Manifest manifest, long fingerprint, @Nullable Tokenizer tokenizer, @Nullable Vocabulary vocabulary) {
        this(manifest, fingerprint, tokenizer, vocabulary, Map.of());
    }

    private ServingModel(
            Manifest manifest,
            long fingerprint,
            @Nullable Tokenizer tokenizer,
            @Nullable Vocabulary vocabulary,
            Map<String, Double> scoring) {
        this.manifest = manifest;
        this.scoring = naming(() -> ScoringSettings.of(manifest, scoring));
        this.fingerprint = fingerprint;
        requireGiven(Manifest.Input.Text.class, "tokenizer", tokenizer);
        requireGiven(Manifest.Input.Item.class, "vocabulary", vocabulary);
        this.scorers = naming(() -> scorers(vocabulary));
        naming(() -> EventSettings.DEFAULTS.decoder(manifest.input(), null));
        this.rows = naming(() -> rows(tokenizer, vocabulary));
    }

    private void requireGiven(Class<? extends Manifest.Input> needing, String name, @Nullable Object given) {
        if (needing.isInstance(manifest.input()) != (given != null)) {
            throw new IllegalArgumentException("model " + name() + ": input.kind is "
                    + manifest.input().kind().json() + ", which "
                    + (given == null ? "needs a " + name + "; give it" : "has no " + name + "; give null"));
        }
    }

    /** A model of numeric channels. */
    public ServingModel(Manifest manifest, long fingerprint) {
        this(manifest, fingerprint, null, null);
    }

    /** Takes the model of a bundle with numeric channels or items. */
    public static ServingModel of(Bundle bundle) {
        return of(bundle, null);
    }

    /**
     * Takes the model of a bundle.
     *
     * @param tokenizer reads the file of the bundle and cuts to its number of tokens; null if the input is not text
     */
    public static ServingModel of(Bundle bundle, @Nullable Tokenizer tokenizer) {
        return of(bundle, tokenizer, Map.of());
    }

    /**
     * Takes the model of a bundle.
     *
     * @param scoring settings of the scorer that override those of the manifest, by their names there
     * @throws BundleException if the scorer has no such setting, or cannot use it
     */
    public static ServingModel of(Bundle bundle, @Nullable Tokenizer tokenizer, Map<String, Double> scoring) {
        return new ServingModel(bundle.manifest(), bundle.fingerprint(), tokenizer, bundle.vocabulary(), scoring);
    }

    public Manifest manifest() {
        return manifest;
    }

    public String name() {
        return manifest.name();
    }

    /** Returns the settings of the scorer that count: those of the manifest, and the user's in their place. */
    public Map<String, Double> scoring() {
        return Map.copyOf(scoring);
    }

    /**
     * Returns the score from which an incident opens: with the scorer {@code profile} the quick score, else the score.
     */
    public double openingScore() {
        return openingScore(manifest, scoring);
    }

    /**
     * Returns the score from which an incident opens, see {@link #openingScore()}.
     *
     * @param scoring the settings of the scorer that count
     */
    public static double openingScore(Manifest manifest, Map<String, Double> scoring) {
        return manifest.scorer() == Manifest.ScorerKind.PROFILE
                ? Double.parseDouble(Float.toString(
                        ProfileSettings.of(scoring, manifest.channels().size()).open()))
                : scoring.getOrDefault("open", 0.97);
    }

    String version() {
        return manifest.version();
    }

    /** Makes the encoder from events to rows for one thread. */
    InputRows rows() {
        return rows.get();
    }

    private Supplier<InputRows> rows(@Nullable Tokenizer tokenizer, @Nullable Vocabulary vocabulary) {
        if (tokenizer != null) {
            int width = manifest.input().width();
            return () -> new TokenRows(new TextEncoder(tokenizer, width), width);
        }
        if (vocabulary != null) {
            return () -> new ItemRows(vocabulary);
        }
        NumericEncoder encoder = new NumericEncoder(channels(), manifest.input().columns());
        return () -> new NumericRows(encoder);
    }

    /**
     * Makes a scorer for one thread.
     *
     * @throws IllegalArgumentException if the model cannot rank the number of items that the settings ask for
     */
    public Scorer scorer(EngineSettings settings) {
        return scorers.apply(settings);
    }

    /** Returns how events are judged, in one or two lines for users. */
    public List<String> judging(EngineSettings settings) {
        List<String> lines = new ArrayList<>(List.of(scorer(settings).description()));
        if (manifest.scorer() == Manifest.ScorerKind.PROFILE) {
            ProfileSettings.falseAlerts(scoring).ifPresent(lines::add);
        }
        return lines;
    }

    /**
     * Returns warnings of outputs that the scorer would misunderstand, with what to do.
     *
     * @param keys for each key, the outputs y of its events from the first one on
     */
    public List<String> warnings(Collection<List<List<Float>>> keys) {
        boolean tails = manifest.task() == Manifest.Task.ANOMALY && manifest.scorer() != Manifest.ScorerKind.PROFILE;
        return tails
                ? new TailWarnings(new AnomalyOutputs(manifest.outputNames(), channels()), scoring).of(keys)
                : List.of();
    }

    /** Returns the warnings of the outputs in golden vectors. */
    public List<String> warnings(GoldenVectors golden) {
        return warnings(golden.keys().stream().map(GoldenVectors.Sequence::y).toList());
    }

    private Function<EngineSettings, Scorer> scorers(@Nullable Vocabulary vocabulary) {
        return switch (manifest.task()) {
            case ANOMALY -> anomalyScorers(new AnomalyOutputs(manifest.outputNames(), channels()));
            case CLASSIFICATION -> {
                Scorer scorer = new ClassificationScorer(manifest.outputNames(), scoring);
                yield settings -> scorer;
            }
            case RANKING -> {
                RankedOutput output = RankedOutput.of(manifest);
                Vocabulary items = Objects.requireNonNull(vocabulary, "a model that ranks items has a vocabulary");
                yield settings -> new RankingScorer(output, items, settings.rankingK(), settings.seenItems());
            }
        };
    }

    private Function<EngineSettings, Scorer> anomalyScorers(AnomalyOutputs outputs) {
        Function<EngineSettings, Scorer> scorers = anomalyScorer(outputs);
        requireStorable(scorers.apply(EngineSettings.DEFAULTS));
        return scorers;
    }

    private Function<EngineSettings, Scorer> anomalyScorer(AnomalyOutputs outputs) {
        if (manifest.scorer() != Manifest.ScorerKind.PROFILE) {
            return settings -> new AnomalyScorer(outputs, scoring, settings.explained());
        }
        ProfileSettings profile = ProfileSettings.of(scoring, channels().size());
        return settings -> new ProfileScorer(outputs, profile, settings.explained());
    }

    private static void requireStorable(Scorer scorer) {
        if (scorer.stateBytes() > StateLayout.MOST_SCORER_BYTES) {
            throw new BundleException("the scorer would keep " + scorer.stateBytes() + " bytes of a key's state; the"
                    + " largest part of a scorer is " + StateLayout.MOST_SCORER_BYTES
                    + " bytes; judge fewer channels or deviations");
        }
    }

    /** Returns the channels of a numeric input, which a surprise has parts in; texts and items have none. */
    public List<String> channels() {
        return manifest.channels();
    }

    PredictionWriter predictionWriter(EngineSettings settings) {
        return new PredictionWriter(name(), version(), settings.rawOutput() ? rowNames() : null);
    }

    private PredictionWriter.RowNames rowNames() {
        return new PredictionWriter.RowNames(manifest.input().columns(), manifest.outputNames());
    }

    Alerts alerts(EngineSettings settings) {
        return settings.alerts()
                ? new IncidentAlerts(
                        new AlertWriter(name(), version()), settings.silenceMillis(), settings.repartitioned())
                : Alerts.NONE;
    }

    /** Returns the rule for this model's stored states. */
    public ResumePolicy resumePolicy(EngineSettings settings) {
        return resumePolicy(settings, scorer(settings));
    }

    /** Returns the number of bytes that the state store keeps of a key, without the key itself. */
    public int stateBytes(EngineSettings settings) {
        return KeyState.create(stateLayout(scorer(settings)), 0, 0, 0).bytes().length;
    }

    private StateLayout stateLayout(Scorer scorer) {
        return new StateLayout(
                fingerprint, manifest.sizes().state() * Float.BYTES, scorer.stateFormat(), scorer.stateBytes());
    }

    /**
     * Returns the rule for this model's stored states.
     *
     * @param scorer the scorer that keeps a part of each state
     */
    ResumePolicy resumePolicy(EngineSettings settings, Scorer scorer) {
        return new ResumePolicy(
                stateLayout(scorer), settings.stateTtlMillis(), settings.silenceMillis(), settings.stateMismatch());
    }

    private <T> T naming(Supplier<T> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            throw new BundleException("model " + name() + ": input: " + e.getMessage(), e);
        } catch (BundleException e) {
            throw new BundleException("model " + name() + ": " + e.getMessage(), e);
        }
    }
}
