package io.sluice.evaluation;

import io.sluice.model.Manifest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Layouts of data that can be evaluated, {@code --format}. */
public enum EvaluationFormat {
    /** The Numenta Anomaly Benchmark's folder. */
    NAB {
        @Override
        Evaluation read(Path data, Manifest manifest) {
            return new NabEvaluation(data, threshold(manifest));
        }
    },

    /** Tab-separated texts with labels. */
    LABELLED_TEXT {
        @Override
        Evaluation read(Path data, Manifest manifest) {
            return new LabelledTextEvaluation(data, manifest);
        }
    },

    /** A folder for each label, with a file for each document. */
    LABELLED_DOCUMENTS {
        @Override
        Evaluation read(Path data, Manifest manifest) {
            return new LabelledDocumentEvaluation(data, manifest);
        }
    },

    /** Click sessions, as clicks in tab-separated rows or as a line each. */
    SESSIONS {
        @Override
        Evaluation read(Path data, Manifest manifest) {
            return new SessionEvaluation(data, null, manifest);
        }

        @Override
        Evaluation read(Path data, Path training, Manifest manifest) {
            return new SessionEvaluation(data, training, manifest);
        }
    };

    private static double threshold(Manifest manifest) {
        Double threshold = manifest.scoring().get("threshold");
        if (threshold == null) {
            throw new EvaluationException("model " + manifest.name() + " has no scoring.threshold in model.json; it is"
                    + " the anomaly score from which a row is an alarm");
        }
        return threshold;
    }

    /** The format's name. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The format of a name.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static EvaluationFormat of(String option) {
        return Arrays.stream(values())
                .filter(format -> format.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no format '" + option + "'; there are " + options()));
    }

    /** The names of all. */
    public static List<String> options() {
        return Arrays.stream(values()).map(EvaluationFormat::option).toList();
    }

    /** Reads the data for a model, so that what is wrong with it shows before anything is scored. */
    abstract Evaluation read(Path data, Manifest manifest);

    /**
     * The same with a file that baselines learn from.
     *
     * @throws EvaluationException where the format's baselines learn from none
     */
    Evaluation read(Path data, Path training, Manifest manifest) {
        throw new EvaluationException(
                "--baseline-data " + training + ": only baselines of sessions learn from data; leave it out");
    }

    /**
     * Judges a model on data.
     *
     * @throws EvaluationException where the data is not of this format, or the model of another task
     */
    public Report evaluate(Path data, Manifest manifest, ScoringRun run) {
        return evaluate(data, null, manifest, run);
    }

    /**
     * Judges a model on data.
     *
     * @param training what the format's baselines learn from; absent: what they find beside the data
     * @throws EvaluationException where the data is not of this format, or the model of another task
     */
    public Report evaluate(Path data, @Nullable Path training, Manifest manifest, ScoringRun run) {
        Evaluation evaluation = training == null ? read(data, manifest) : read(data, training, manifest);
        Report report = new Report(option(), data)
                .about("model", manifest.name())
                .about("version", manifest.version())
                .about("weights", manifest.weights().sha256());
        evaluation.run(run, report);
        return report;
    }
}
