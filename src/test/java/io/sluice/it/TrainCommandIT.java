package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code sluice train} as a process that ends during training. */
class TrainCommandIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String RECIPE = """
            recipe=sensor-forecast
            name=tiny
            channels=value
            hidden=8
            epochs=30
            window.steps=25
            validation.share=0.25
            learning.rate=0.01
            data.set=made
            data.licence=none
            """;

    @TempDir
    private static Path folder;

    private static Map<String, String> whole = Map.of();

    @BeforeAll
    static void trainWithoutInterruption() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("recipe.properties"), RECIPE);
        Files.createDirectory(folder.resolve("data"));
        for (int file = 0; file < 4; file++) {
            Files.writeString(folder.resolve("data/" + file + ".csv"), rows(file));
        }
        requireEnd(train("whole"), 0);
        whole = bundle("whole");
        assertThat(whole)
                .containsOnlyKeys(
                        "README.md",
                        "golden.json",
                        "model.json",
                        "model.pt",
                        "recipe.properties",
                        "onnx/golden.json",
                        "onnx/model.json",
                        "onnx/model.onnx");
    }

    private static String rows(int file) {
        StringBuilder rows = new StringBuilder("timestamp,value\n");
        for (int minute = 0; minute < 100; minute++) {
            double value = Math.sin(minute / 7.0 + file) + (minute * 31 + file * 17) % 13 / 20.0;
            rows.append("2026-03-01T%02d:%02d:00,%.3f%n".formatted(minute / 60, minute % 60, value));
        }
        return rows.toString();
    }

    @Test
    void aResumedTrainingGivesTheSameBundleAfterAKill() throws IOException, InterruptedException {
        try (Child child = train("killed")) {
            awaitEpoch(child, 3);
            child.kill();
        }
        try (Child child = train("killed")) {
            requireEnd(child, 2);
            assertThat(child.errors())
                    .contains("holds the checkpoint of an interrupted training; continue it with --resume");
        }
        Child resumed = train("killed", "--resume");
        requireEnd(resumed, 0);
        assertThat(resumed.errors()).contains("are already done").doesNotContain("epoch 1 of 30");
        assertThat(bundle("killed")).isEqualTo(whole);
    }

    @Test
    void aResumedTrainingGivesTheSameBundleAfterAStop() throws IOException, InterruptedException {
        try (Child child = train("stopped")) {
            awaitEpoch(child, 2);
            child.terminate();
            requireEnd(child, 1);
            assertThat(child.errors().lines())
                    .last()
                    .asString()
                    .matches("sluice: stopped in epoch \\d+ of 30; .*--resume.*");
        }
        assertThat(folder.resolve("stopped/model.json")).doesNotExist();
        requireEnd(train("stopped", "--resume"), 0);
        assertThat(bundle("stopped")).isEqualTo(whole);
    }

    private static Child train(String out, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                folder.resolve("recipe.properties").toString(),
                "--data",
                folder.resolve("data").toString(),
                "--out",
                folder.resolve(out).toString()));
        arguments.addAll(List.of(more));
        return Child.sluice(folder, arguments.toArray(String[]::new));
    }

    private static void awaitEpoch(Child child, int epoch) {
        Awaitility.await("epoch " + epoch)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !child.isAlive() || child.errors().contains("epoch " + epoch + " of"));
        assertThat(child.isAlive()).as("ended: %s", child).isTrue();
    }

    private static void requireEnd(Child child, int exitCode) throws InterruptedException {
        int found = child.exitCode(PATIENCE);
        assertThat(found).as("exit code of %s", child).isEqualTo(exitCode);
    }

    /** Returns the SHA-256 of each file of the bundle, by its path in the bundle. */
    private static Map<String, String> bundle(String out) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path bundle = folder.resolve(out);
        try (Stream<Path> found = Files.walk(bundle)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(bundle.relativize(file).toString(), Bundle.sha256(Files.readAllBytes(file)));
            }
        }
        return files;
    }
}
