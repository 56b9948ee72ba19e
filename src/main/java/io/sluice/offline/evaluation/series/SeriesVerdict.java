package io.sluice.offline.evaluation.series;

import io.sluice.offline.DurationText;
import io.sluice.offline.Plural;
import io.sluice.offline.evaluation.report.Report;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The sentences that open a report on series: what the model found, and what the best baseline found. The baseline
 * {@code always} does not take part, because an alert that never ends finds everything.
 */
final class SeriesVerdict {
    private static final double HOURS = 24;
    /** A baseline with a lower metric finds an anomaly by chance, among many false alerts. */
    private static final double WORTH_NAMING = 0.1;

    private final SeriesProtocol.Headline headline;
    private final DetectorMetrics model;
    private final Map<String, Baseline> baselines = new LinkedHashMap<>();

    private record Baseline(String name, String description, DetectorMetrics metrics) {}

    SeriesVerdict(SeriesProtocol.Headline headline, DetectorMetrics model) {
        this.headline = headline;
        this.model = model;
    }

    /**
     * Adds a baseline to compare with.
     *
     * @param description what it does, for a reader who does not know its name
     */
    void baseline(String name, String description, DetectorMetrics metrics) {
        baselines.put(name, new Baseline(name, description, metrics));
    }

    void addTo(Report report) {
        SequenceMetrics found = model.sequences();
        if (found.all() == 0) {
            report.verdict("No " + headline.noun()
                            + " is labelled in the scored rows, so the report says only how often"
                            + " the model is wrong.")
                    .verdict(falseAlerts(found) + " in " + extent() + ".");
            return;
        }
        if (found.found() == 0) {
            report.verdict(String.format(
                            Locale.ROOT,
                            "The model found nothing: 0 of %s, and %s in %s.",
                            Plural.format(found.all(), headline.noun()),
                            falseAlerts(found),
                            extent()))
                    .verdict(best());
            return;
        }
        report.verdict(String.format(
                Locale.ROOT,
                "%,d of %s found%s, and %s in %s.",
                found.found(),
                Plural.format(found.all(), headline.noun()),
                delay(found),
                falseAlerts(found),
                extent()));
        report.verdict(best());
    }

    private String best() {
        Baseline best = baselines.values().stream()
                .max(Comparator.comparingDouble(one -> value(one.metrics)))
                .orElseThrow();
        if (best.metrics.sequences().found() == 0) {
            return "No baseline found one.";
        }
        if (value(best.metrics) < WORTH_NAMING) {
            return String.format(Locale.ROOT, "No baseline has a %s of at least %.1f.", headline.words(), WORTH_NAMING);
        }
        return String.format(
                Locale.ROOT,
                "The best baseline, %s (%s), found %,d%s, with %s. Its %s is %s and the model's is %s, so %s.",
                best.name,
                best.description,
                best.metrics.sequences().found(),
                delay(best.metrics.sequences()),
                falseAlerts(best.metrics.sequences()),
                headline.words(),
                printed(value(best.metrics)),
                printed(value(model)),
                comparison(value(model), value(best.metrics)));
    }

    /** Figures that print the same are equal: two ways to the same fraction differ by rounding. */
    static String comparison(double model, double baseline) {
        if (printed(model).equals(printed(baseline))) {
            return "both are equal";
        }
        return "the " + (model > baseline ? "model" : "baseline") + " is better";
    }

    private static String printed(double metric) {
        return String.format(Locale.ROOT, "%.2f", metric);
    }

    /** Returns the metric of the verdict; 0 where nothing was found, so that it does not exist. */
    private double value(DetectorMetrics metrics) {
        double value = headline.metric().compute(metrics);
        return Double.isNaN(value) ? 0 : value;
    }

    private static String delay(SequenceMetrics found) {
        return found.found() == 0 || found.days() <= 0
                ? ""
                : " after a median delay of " + DurationText.format(found.delaySeconds());
    }

    private static String falseAlerts(SequenceMetrics found) {
        return Plural.format(found.falseAlarms(), "false alert");
    }

    /** Returns the length of the scored data: the time of all keys together, or the rows where they have no times. */
    private String extent() {
        double days = model.sequences().days();
        if (days <= 0) {
            return Plural.format(model.points().rows(), "row");
        }
        String unit = model.sequences().series() == 1 ? "" : "machine-";
        return days < 1
                ? String.format(Locale.ROOT, "%.1f %shours", days * HOURS, unit)
                : String.format(Locale.ROOT, "%,.1f %sdays", days, unit);
    }
}
