package io.sluice.offline.evaluation;

import io.sluice.model.Manifest;
import io.sluice.offline.dataset.DatasetException;
import io.sluice.offline.evaluation.nab.CrossValidationRequest;
import io.sluice.offline.evaluation.nab.FoldModels;
import io.sluice.offline.evaluation.nab.NabCorpus;
import io.sluice.offline.evaluation.nab.NabCrossValidation;
import io.sluice.offline.evaluation.nab.NabEvaluation;
import io.sluice.offline.evaluation.nab.NabOutputs;
import io.sluice.offline.evaluation.nab.NabSeries;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.Evaluation;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.OwnData;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.offline.evaluation.series.OwnSeries;
import io.sluice.offline.evaluation.series.SkabFolder;
import io.sluice.offline.evaluation.series.Telemanom;
import io.sluice.offline.evaluation.session.SessionEvaluation;
import io.sluice.offline.evaluation.text.LabelledDocumentEvaluation;
import io.sluice.offline.evaluation.text.LabelledTextEvaluation;
import io.sluice.offline.evaluation.text.OwnTexts;
import io.sluice.offline.evaluation.text.TweetEvaluation;
import io.sluice.offline.evaluation.tsbad.TsbAdEvaluation;
import io.sluice.offline.training.loop.TrainingListener;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The data layouts that can be evaluated, {@code --format}. */
public enum EvaluationFormat {
    /** The folder of the Numenta Anomaly Benchmark. */
    NAB {
        @Override
        Evaluation read(EvaluationRequest request) {
            return new NabEvaluation(request.data(), request.threshold(), request.pictured());
        }

        @Override
        public Report crossValidate(
                CrossValidationRequest request, Manifest manifest, Path work, TrainingListener listener) {
            if (manifest.scorer() == Manifest.ScorerKind.PROFILE) {
                throw new EvaluationException("model " + manifest.name() + " has the scorer profile, and"
                        + " --cross-validate chooses the constants of tails; train"
                        + " models/sensor-anomaly/recipes/nab.properties and give its bundle");
            }
            List<NabSeries> corpus = NabCorpus.read(request.data());
            NabOutputs outputs = new NabOutputs(manifest);
            Report report = new Report(option(), request.data())
                    .about("model", manifest.name())
                    .about("version", manifest.version())
                    .about("seed", request.seed());
            new NabCrossValidation(corpus, outputs, new FoldModels(request, corpus, outputs, work, listener), listener)
                    .run(report);
            return report;
        }
    },

    /** Telemetry of the spacecraft SMAP and MSL. */
    TELEMANOM {
        @Override
        Evaluation read(EvaluationRequest request) {
            return Telemanom.read(request);
        }
    },

    /** The folder of the Skoltech Anomaly Benchmark. */
    SKAB {
        @Override
        Evaluation read(EvaluationRequest request) {
            return SkabFolder.read(request);
        }
    },

    /** Series of the benchmark TSB-AD. */
    TSB_AD {
        @Override
        Evaluation read(EvaluationRequest request) {
            return new TsbAdEvaluation(request);
        }
    },

    /** Labelled texts in tab-separated rows. */
    LABELLED_TEXT {
        @Override
        Evaluation read(EvaluationRequest request) {
            return new LabelledTextEvaluation(request.data(), request.manifest());
        }
    },

    /** A folder for each label, with a file for each document. */
    LABELLED_DOCUMENTS {
        @Override
        Evaluation read(EvaluationRequest request) {
            return new LabelledDocumentEvaluation(request.data(), request.manifest());
        }
    },

    /** Click sessions: tab-separated rows of clicks, or one session per line. */
    SESSIONS {
        @Override
        Evaluation read(EvaluationRequest request) {
            return new SessionEvaluation(request.data(), request.baselineData(), request.manifest());
        }
    },

    /** Messages with author, time and label, as CSV. */
    TWEETS {
        @Override
        Evaluation read(EvaluationRequest request) {
            return new TweetEvaluation(request.data(), request.manifest());
        }
    },

    /** A user's own labelled rows, as CSV or JSON lines. */
    CSV {
        @Override
        Evaluation read(EvaluationRequest request) {
            OwnData own = request.own();
            if (own != null && own.label() != null && own.incidents() != null) {
                throw new EvaluationException(
                        "--label and --incidents exclude each other, because either one is the truth; leave one out");
            }
            if (own == null || (own.label() == null && own.incidents() == null)) {
                throw new EvaluationException("the format csv needs the truth: give either --label COLUMN, whose values"
                        + " are 0 or 1, or --incidents FILE, with the fields key, from and to");
            }
            return switch (request.manifest().task()) {
                case ANOMALY -> new OwnSeries(request, own);
                case CLASSIFICATION -> OwnTexts.read(request, own);
                case RANKING ->
                    throw new EvaluationException("model " + request.manifest().name() + " ranks items, and the format"
                            + " csv is for readings and texts; use --format " + SESSIONS.option());
            };
        }
    };

    private static final Set<EvaluationFormat> WITH_COLUMNS = Set.of(TELEMANOM, SKAB);
    private static final Set<EvaluationFormat> WITH_SERIES = Set.of(NAB, TELEMANOM, SKAB, TSB_AD, CSV);

    /** Returns the format's name. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the format of a name.
     *
     * @throws IllegalArgumentException if there is no such format
     */
    public static EvaluationFormat of(String option) {
        return Arrays.stream(values())
                .filter(format -> format.option().equals(option))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no format '" + option + "'; the formats are " + options()));
    }

    /** Returns the names of all formats. */
    public static List<String> options() {
        return Arrays.stream(values()).map(EvaluationFormat::option).toList();
    }

    /** Reads the data for a model, so that errors in it are found before scoring begins. */
    abstract Evaluation read(EvaluationRequest request);

    /** Evaluates a model on data with the default settings. */
    public Report evaluate(Path data, Manifest manifest, ScoringRun run) {
        return evaluate(new EvaluationRequest(data, manifest, null, null), run);
    }

    /**
     * Evaluates a model on data.
     *
     * @throws EvaluationException if the data does not have this format, or the model has another task
     * @throws DatasetException if a file of the data cannot be read
     */
    public Report evaluate(EvaluationRequest request, ScoringRun run) {
        if (request.column() != null && !WITH_COLUMNS.contains(this)) {
            throw new EvaluationException("--column " + request.column() + ": the format " + option()
                    + " has no columns to choose from; leave it out");
        }
        if (!request.pictured().names().isEmpty() && !WITH_SERIES.contains(this)) {
            throw new EvaluationException(
                    "--series " + String.join(",", request.pictured().names()) + ": the format " + option()
                            + " has no series to choose from; leave it out");
        }
        if (request.baselineData() != null && this != SESSIONS) {
            throw new EvaluationException("--baseline-data " + request.baselineData()
                    + ": only the format sessions has baselines that learn from data; leave it out");
        }
        if (request.own() != null && this != CSV) {
            throw new EvaluationException("the options about own data, such as --label and --set, are for --format csv;"
                    + " the format " + option() + " has its own layout; leave them out");
        }
        Evaluation evaluation = read(request);
        Manifest manifest = request.manifest();
        Report report = new Report(option(), request.data())
                .about("model", manifest.name())
                .about("version", manifest.version())
                .about("weights", manifest.weights().sha256())
                .about(
                        "trained_on",
                        manifest.trainedOn().stream()
                                .map(Manifest.TrainedOn::set)
                                .toList());
        evaluation.run(run, report);
        return report;
    }

    /**
     * Evaluates a bundle's recipe on data. Everything that is learned or chosen is cross-validated.
     *
     * @param work the folder for the models of the folds
     * @param listener receives the progress
     * @throws EvaluationException if the data does not have this format, or the format has no cross-validation
     */
    public Report crossValidate(
            CrossValidationRequest request, Manifest manifest, Path work, TrainingListener listener) {
        throw new EvaluationException(
                "--format " + option() + " has no cross-validation; use --format " + NAB.option());
    }
}
