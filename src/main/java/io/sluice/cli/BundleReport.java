package io.sluice.cli;

import io.sluice.engine.EngineSettings;
import io.sluice.engine.ServingModel;
import io.sluice.format.LayoutSettings;
import io.sluice.model.Bundle;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.RankedOutput;
import io.sluice.model.Sizes;
import io.sluice.model.StepModel;
import io.sluice.runtime.LoadedBundle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints the contract of a bundle and the time of a step. */
final class BundleReport {
    private static final int[] BATCHES = {1, 32, 512};

    private final PrintWriter out;
    private final ServingModel serving;
    private final LayoutSettings layout;

    /** @param layout the settings of the layout of events that override those of the manifest */
    BundleReport(PrintWriter out, ServingModel serving, LayoutSettings layout) {
        this.out = out;
        this.serving = serving;
        this.layout = layout;
    }

    /** Prints the contract of a bundle. */
    void print(LoadedBundle bundle, Path directory) {
        Manifest manifest = bundle.bundle().manifest();
        Manifest.Input input = layout.apply(manifest.input());
        Sizes sizes = manifest.sizes();
        line(
                "model",
                manifest.name() + " " + manifest.version() + ", "
                        + manifest.task().json());
        line("folder", directory.toString());
        line(
                "contract",
                text(
                        "forward(x[B, %d], state[B, %d]) -> (y[B, %d], state'[B, %d])",
                        sizes.input(), sizes.state(), sizes.output(), sizes.state()));
        line("input", manifest.input().kind().json() + ": " + input(bundle.bundle()));
        line("events", InputText.fields(input));
        input.fields().stream()
                .filter(Manifest.Input.Field::hasLimits)
                .forEach(field -> line("readings", field.name() + ": " + field.readings()));
        line("output", output(manifest));
        List<String> judging = serving.judging(settings(manifest));
        line("scorer", judging.get(0));
        judging.stream().skip(1).forEach(further -> line("", further));
        line(
                "weights",
                manifest.weights().file() + ", SHA-256 " + manifest.weights().sha256());
        line("fingerprint", text("%016x", bundle.bundle().fingerprint()));
        line("engine", bundle.engine() + " on " + bundle.device());
        line("golden", golden(bundle));
        line("rows", rows(bundle));
        line("runs", runs(bundle));
        warn(serving.warnings(bundle.bundle().golden()));
    }

    private static EngineSettings settings(Manifest manifest) {
        EngineSettings defaults = EngineSettings.DEFAULTS;
        return manifest.task() == Manifest.Task.RANKING
                ? defaults.withRankings(
                        Math.min(defaults.rankingK(), RankedOutput.of(manifest).depth()), defaults.seenItems())
                : defaults;
    }

    /** Prints warnings. */
    void warn(List<String> warnings) {
        warnings.forEach(warning -> line("warning", warning));
    }

    private static String input(Bundle bundle) {
        Manifest.Input input = bundle.manifest().input();
        return switch (input.kind()) {
            case NUMERIC -> String.join(", ", input.columns());
            case TEXT -> input.width() + " tokens from " + input.file();
            case ITEM -> "one of " + bundle.largestId() + " ids from " + input.file();
        };
    }

    private static String output(Manifest manifest) {
        return manifest.task() == Manifest.Task.RANKING
                ? "the top " + RankedOutput.of(manifest).depth() + " items and their scores"
                : String.join(", ", manifest.outputNames());
    }

    private static String golden(LoadedBundle bundle) {
        GoldenVectors golden = bundle.bundle().golden();
        int steps = golden.keys().stream().mapToInt(key -> key.x().size()).sum();
        return text(
                "%d keys, %d steps reproduced, maximum difference %.1e",
                golden.keys().size(), steps, bundle.goldenDifference());
    }

    private static String rows(LoadedBundle bundle) {
        return bundle.rowDifference() == 0
                ? "the same results alone and in a batch, bit for bit"
                : text("results differ by up to %.1e between positions in a batch", bundle.rowDifference());
    }

    private static String runs(LoadedBundle bundle) {
        if (bundle.runDifference() > 0) {
            return "none: " + bundle.runFault();
        }
        return bundle.longestRun() == 1
                ? "none: a call takes one event of a key"
                : "a call takes up to " + bundle.longestRun() + " events of a key, with the same results bit for bit";
    }

    /** Prints the time of a step for several numbers of rows. */
    void time(LoadedBundle bundle) {
        for (int rows : BATCHES) {
            try (StepModel model = bundle.newStepModel(rows)) {
                double micros = new StepTimer(model, bundle.bundle().golden(), rows).medianMicros();
                line("step", text("B = %-4d %8.1f us, %6.2f us per row", rows, micros, micros / rows));
            }
        }
    }

    /** Prints a line with its name. */
    void line(String name, String value) {
        out.println(text("%-12s %s", name, value));
        out.flush();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
