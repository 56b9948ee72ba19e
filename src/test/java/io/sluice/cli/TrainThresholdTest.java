package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.Timestamps;
import io.sluice.model.Bundle;
import io.sluice.model.Manifest;
import io.sluice.offline.evaluation.run.KeyEvents;
import io.sluice.offline.evaluation.run.OfflineRun;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the choice of a threshold in {@code sluice train --false-alerts-per-day}. */
class TrainThresholdTest {
    private static final int EVENTS = 600;
    private static final long MINUTES_5 = 300_000;
    private static final int SILENT = 50;

    /** The days that the judged events of one key cover. */
    private static final double DAYS = (EVENTS - SILENT - 1) * MINUTES_5 / 86_400_000.0;

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();
    private final Map<String, List<String>> events =
            new TreeMap<>(Map.of("a", new ArrayList<>(), "b", new ArrayList<>()));

    @BeforeEach
    void writeReadings() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < EVENTS; i++) {
            for (String key : events.keySet()) {
                double spike = i % 97 == 96 ? 4 * random.nextDouble() : 0;
                String event = "{\"key\": \"%s\", \"timestamp\": \"%s\", \"value\": %.3f}"
                        .formatted(
                                key,
                                Timestamps.format(1_772_366_400_000L + i * MINUTES_5),
                                Math.sin(i / 9.0) + random.nextDouble() + spike);
                events.get(key).add(event);
                lines.append(event).append('\n');
            }
        }
        Files.writeString(data(), lines);
    }

    @Test
    void theThresholdIsTheSmallestOneWithFewEnoughIncidentsInThePipeline() throws IOException {
        assertThat(train("--false-alerts-per-day", "1.5")).as(err.toString()).isZero();
        Map<String, Double> scoring = open().bundle().manifest().scoring();
        double threshold = scoring.get("open");
        assertThat(scoring.get("close")).isBetween(0.1, threshold);
        long allowed = (long) (1.5 * 2 * DAYS);
        long found = incidents(threshold);
        assertThat(found).isPositive().isLessThanOrEqualTo(allowed);
        assertThat(incidents(threshold - 0.0001)).isGreaterThan(allowed);
        assertThat(out().resolve("README.md"))
                .content()
                .contains("## Threshold", "With --false-alerts-per-day 1.5, incidents open at a score of ")
                .contains("2 keys (a, b) with 1100 judged events over 3.8 key-days, and now " + found + " incidents.")
                .contains("The model learned from this data, so expect more alerts on new data")
                .contains("--key-field key --false-alerts-per-day 1.5 --out OUT")
                .doesNotContain("Warning");
        assertThat(err.toString()).contains(found + " incidents", "The model learned from this data");
    }

    @Test
    void theThresholdChangesNeitherTheStatesNorTheGoldenVectors() {
        assertThat(train("--false-alerts-per-day", "1")).isZero();
        LoadedBundle with = open(); // compares the golden vectors
        assertThat(run("--out", folder + "/without")).isZero();
        LoadedBundle without = LoadedBundle.open(folder.resolve("without"), "cpu");
        assertThat(with.bundle().fingerprint()).isEqualTo(without.bundle().fingerprint());
        assertThat(without.bundle().manifest().scoring()).doesNotContainKey("open");
        assertThat(Main.commandLine()
                        .setOut(new PrintWriter(new StringWriter()))
                        .execute("model", "check", out().toString()))
                .isZero();
    }

    @Test
    void keysThatWereHeldBackChooseTheThreshold() {
        assertThat(train(
                        "--false-alerts-per-day",
                        "2",
                        "--set",
                        "validation.share=0.5",
                        "--set",
                        "scoring.false.alerts=1"))
                .as(err.toString())
                .isZero();
        assertThat(open().bundle().manifest().scoring()).containsKey("open").doesNotContainKey("false.alerts");
        assertThat(out().resolve("README.md"))
                .content()
                .contains("1 key (b) with 550 judged events", "The model did not learn from this data");
    }

    @Test
    void tooFewDaysAreToldPlainly() {
        assertThat(train("--false-alerts-per-day", "0.1")).isZero();
        assertThat(err.toString()).contains("Warning: 3.8 key-days are too few for this number; it needs about 30");
        assertThat(out().resolve("README.md")).content().contains("Warning: 3.8 key-days are too few");
    }

    @Test
    void theThresholdIsNeverSoLowThatNoiseIsAnIncident() {
        assertThat(train("--false-alerts-per-day", "1000")).isZero();
        assertThat(open().bundle().manifest().scoring().get("open")).isBetween(0.33, 0.34); // of 4.5 in 1,000 events
        assertThat(err.toString()).contains("This is the lowest threshold of use");
    }

    @Test
    void anImpossibleChoiceIsAnErrorBeforeTheTraining() {
        assertThat(train("--false-alerts-per-day", "1", "--set", "scoring.silent.events=700"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("the scorer does not judge the first 700 events of a key, and the longest key has 600");
        assertThat(run("--out", out() + "", "--false-alerts-per-day", "1", "--set", "scorer=tails"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("needs the scorer profile, but the recipe's scorer is tails");
        assertThat(train("--false-alerts-per-day", "0")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--false-alerts-per-day is 0; it must be above 0")
                .doesNotContain("epoch");
        assertThat(out()).doesNotExist();
    }

    /** Counts the incidents that the pipeline opens with another threshold. */
    private long incidents(double threshold) throws IOException {
        Path copy = Files.createTempDirectory(folder, "copy");
        LoadedBundle bundle = open();
        Manifest manifest = bundle.bundle().manifest();
        Map<String, Double> scoring = new TreeMap<>(manifest.scoring());
        scoring.put("open", threshold);
        if (threshold != manifest.scoring().get("open")) {
            scoring.remove("close");
        }
        Bundle.write(
                copy,
                manifest.with(manifest.input(), scoring),
                bundle.bundle().weights().readAllBytes(),
                bundle.bundle().golden());
        List<KeyEvents> keys = new ArrayList<>();
        events.forEach((key, values) -> keys.add(new KeyEvents(key, values)));
        return new OfflineRun(LoadedBundle.open(copy, "cpu"))
                        .score(
                                keys,
                                prediction -> prediction
                                        .at("/anomaly/incident/phase")
                                        .asText()
                                        .equals("opened"),
                                refused -> false)
                        .values()
                        .stream()
                        .flatMap(List::stream)
                        .filter(opened -> opened)
                        .count();
    }

    private LoadedBundle open() {
        return LoadedBundle.open(out(), "cpu");
    }

    private Path data() {
        return folder.resolve("readings.jsonl");
    }

    private Path out() {
        return folder.resolve("out");
    }

    private int train(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--out", out() + "", "--set", "scoring.silent.events=" + SILENT));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "models/sensor-anomaly/recipe.properties",
                "--data",
                data() + "",
                "--key-field",
                "key",
                "--set",
                "epochs=1",
                "--set",
                "hidden=8"));
        arguments.addAll(List.of(more));
        return Main.commandLine().setErr(new PrintWriter(err, true)).execute(arguments.toArray(String[]::new));
    }
}
