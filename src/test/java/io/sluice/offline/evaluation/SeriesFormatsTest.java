package io.sluice.offline.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.offline.dataset.DatasetException;
import io.sluice.offline.dataset.NpyFixture;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.KeyEvents;
import io.sluice.offline.evaluation.run.OfflineRun;
import io.sluice.offline.evaluation.run.PicturedSeries;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.offline.training.sensor.SensorBundles;
import io.sluice.runtime.LoadedBundle;
import io.sluice.torch.TextBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the formats telemanom and skab, from folders to metrics. */
class SeriesFormatsTest {
    private static LoadedBundle one;
    private static LoadedBundle two;
    private static LoadedBundle texts;

    @TempDir
    private Path folder;

    @BeforeAll
    static void load(@TempDir Path bundles) throws IOException {
        SensorBundles.random(bundles.resolve("one"), List.of("value"), 8, 1);
        one = LoadedBundle.open(bundles.resolve("one"), "cpu");
        SensorBundles.random(bundles.resolve("two"), List.of("Current", "Pressure"), 8, 1);
        two = LoadedBundle.open(bundles.resolve("two"), "cpu");
        TextBundle.write(bundles.resolve("text"));
        texts = LoadedBundle.open(bundles.resolve("text"), "cpu");
    }

    /** Returns a run that scores a row with its reading / 100 and raises an alert from a reading of 10 on. */
    private static PredictingRun readingIsScore() {
        return new PredictingRun(event -> {
            double reading = event.path("value").asDouble();
            return "\"score\": " + reading / 100 + ", \"alert\": " + (reading >= 10);
        });
    }

    private Report evaluate(EvaluationFormat format, LoadedBundle bundle, @Nullable String column, ScoringRun run) {
        return format.evaluate(new EvaluationRequest(folder, bundle.bundle().manifest(), column, null), run);
    }

    private Report evaluate(EvaluationFormat format, LoadedBundle bundle) {
        return evaluate(format, bundle, null, new OfflineRun(bundle));
    }

    private void channel(String name, int columns, int[] train, int... test) throws IOException {
        Files.createDirectories(folder.resolve("train"));
        Files.createDirectories(folder.resolve("test"));
        NpyFixture.write(folder.resolve("train/" + name + ".npy"), rows(columns, train));
        NpyFixture.write(folder.resolve("test/" + name + ".npy"), rows(columns, test));
    }

    private static double[][] rows(int columns, int... values) {
        return IntStream.of(values)
                .mapToObj(value -> IntStream.range(0, columns)
                        .mapToDouble(column -> value + 0.5 * column)
                        .toArray())
                .toArray(double[][]::new);
    }

    private void labels(String... rows) throws IOException {
        Files.writeString(
                folder.resolve("labeled_anomalies.csv"),
                "chan_id,spacecraft,anomaly_sequences,class,num_values\n" + String.join("\n", rows) + "\n");
    }

    private void telemetry() throws IOException {
        channel("A-1", 2, new int[] {1, 99, 1}, 1, 20, 1, 1, 30, 1);
        channel("M-1", 3, new int[] {1, 1}, 1, 1, 50, 1);
        channel("T-10", 2, new int[] {1, 1}, 99, 99);
        labels("A-1,SMAP,\"[[0, 1]]\",[point],6", "M-1,MSL,\"[[0, 0]]\",[point],4", "A-1,SMAP,\"[[1, 2]]\",[point],6");
    }

    @Test
    void telemanomCountsSequencesOfTheTestPartOfLabelledChannels() throws IOException {
        telemetry();
        PredictingRun run = readingIsScore();
        Report report = evaluate(EvaluationFormat.TELEMANOM, one, null, run);
        // rows 0 to 2 are found, the alert at row 4 is false. M-1: row 0 is missed, the alert at row 2 is false.
        assertThat(report.metrics())
                .containsEntry("precision", 1 / 3.0)
                .containsEntry("recall", 1 / 2.0)
                .containsEntry("rows.precision", 1 / 3.0)
                .containsEntry("rows.recall", 1 / 4.0)
                .containsEntry("alert_share", 3 / 10.0);
        assertThat(report.metrics().get("f0.5")).isEqualTo(1.25 / 6 / (0.25 / 3 + 0.5), within(1e-12));
        assertThat(report.parts().get("SMAP"))
                .containsEntry("precision", 1 / 2.0)
                .containsEntry("recall", 1.0);
        assertThat(report.parts().get("MSL")).containsEntry("precision", 0.0);
        assertThat(run.seen()).extracting(KeyEvents::key).containsExactly("A-1", "M-1");
        assertThat(run.seen().get(0).events())
                .hasSize(9)
                .contains("{\"timestamp\":\"1970-01-01T00:01:00.000Z\",\"value\":99.0}")
                .contains("{\"timestamp\":\"1970-01-02T00:04:00.000Z\",\"value\":20.0}");
    }

    @Test
    void theSeriesWithTheMostAnomaliesIsDrawnWithItsAnomaliesAndAlerts() throws IOException {
        channel("A-1", 1, new int[] {1}, 1, 20, 1, 1, 30, 1);
        channel("B-1", 1, new int[] {1}, 1, 1, 20, 20, 1, 20, 1);
        labels("A-1,SMAP,\"[[0, 1]]\",[point],6", "B-1,SMAP,\"[[0, 0], [4, 6]]\",[point],7");
        Path json = folder.resolve("report.json");
        evaluate(EvaluationFormat.TELEMANOM, one, null, readingIsScore()).write(json);
        String picture = Files.readString(folder.resolve("report-series.svg"));
        assertThat(picture).contains(">B-1<", ">Scores of random on").containsOnlyOnce(">column 0<");
        // Each of the two charts has two anomalies, two alerts, and a legend entry for both.
        assertThat(picture.split("fill=\"#e69f00\"", -1)).hasSize(1 + 2 * 3);
        assertThat(picture.split("fill=\"#cc79a7\"", -1)).hasSize(1 + 2 * 3);
        assertThat(folder.resolve("report-thresholds.svg")).content().contains("Precision over recall");
        assertThat(json).content().contains("\"split\"", "\"seed\" : 1", "\"trained_on\"", "\"z.far\"", "\"SMAP\"");
    }

    @Test
    void theNamedSeriesAreDrawnInTheirOrder() throws IOException {
        channel("A-1", 1, new int[] {1}, 1, 20, 1);
        channel("B-1", 1, new int[] {1}, 1, 20, 1);
        channel("C-1", 1, new int[] {1}, 1, 20, 1);
        labels("A-1,SMAP,\"[[0, 1]]\",[point],3", "B-1,SMAP,\"[[0, 1]]\",[point],3", "C-1,MSL,\"[[0, 1]]\",[point],3");
        evaluate(EvaluationFormat.TELEMANOM, "C-1", "A-1").write(folder.resolve("report.json"));
        assertThat(Files.readString(folder.resolve("report-series.svg")))
                .containsSubsequence(">C-1<", ">A-1<")
                .doesNotContain(">B-1<");
    }

    @Test
    void aSeriesThatIsNotInTheDataIsRefused() throws IOException {
        telemetry();
        assertThatThrownBy(() -> evaluate(EvaluationFormat.TELEMANOM, "A-1", "Z-9"))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("--series Z-9: the data has no such series; it has A-1, M-1");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.SESSIONS, "A-1"))
                .hasMessage("--series A-1: the format sessions has no series to choose from; leave it out");
    }

    private Report evaluate(EvaluationFormat format, String... pictured) {
        PicturedSeries series = new PicturedSeries(List.of(pictured));
        return format.evaluate(
                new EvaluationRequest(folder, one.bundle().manifest(), null, null, series), readingIsScore());
    }

    @Test
    void theBaselineAlwaysFindsEverySequenceWithAnAlertShareOfOne() throws IOException {
        telemetry();
        Map<String, Double> always = evaluate(EvaluationFormat.TELEMANOM, one, null, readingIsScore())
                .baselines()
                .get("always");
        assertThat(always)
                .containsEntry("f0.5", 1.0)
                .containsEntry("alert_share", 1.0)
                .containsEntry("rows.precision", 4 / 10.0);
    }

    @Test
    void deviationsAreMeasuredOnTheRowsBeforeTheScoredOnes() throws IOException {
        channel("A-1", 1, new int[] {0, 2, 0, 2}, 1, 4, 5); // mean 1, standard deviation 1: |z| 0, 3, 4
        labels("A-1,SMAP,\"[[2, 2]]\",[point],3");
        Map<String, Map<String, Double>> baselines = evaluate(EvaluationFormat.TELEMANOM, one, null, readingIsScore())
                .baselines();
        assertThat(baselines.get("z3")).containsEntry("rows.precision", 1 / 2.0).containsEntry("auprc", 1.0);
    }

    @Test
    void aModelWithAChannelForEachColumnReceivesAllColumns() throws IOException {
        telemetry();
        Report report = evaluate(EvaluationFormat.TELEMANOM, two);
        assertThat(report.parts()).containsOnlyKeys("SMAP");
        assertThat(report.table())
                .containsPattern("^The model found nothing: 0 of 1 anomalous sequence, and .* in 6 rows\\.")
                .contains("1 series", "6 scored rows", "3 rows before them");
    }

    @Test
    void aModelWithAnotherNumberOfChannelsIsRefused() throws IOException {
        channel("M-1", 3, new int[] {1, 1}, 1, 1);
        labels("M-1,MSL,\"[[0, 0]]\",[point],2");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.TELEMANOM, two))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("model random has 2 channels")
                .hasMessageContaining("labelled channels of [3] columns");
    }

    @Test
    void anotherColumnOfTelemetryCanBeRequested() throws IOException {
        telemetry();
        PredictingRun run = readingIsScore();
        evaluate(EvaluationFormat.TELEMANOM, one, "1", run);
        assertThat(run.seen().get(0).events().get(0)).endsWith("\"value\":1.5}");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.TELEMANOM, one, "2", run))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("--column 2: the channel A-1 has the columns 0 to 1");
    }

    /** Writes 400 normal rows and then the given ones. {@code A} marks an anomaly, {@code #} a reading of 20. */
    private void experiment(String name, String truth, String readings) throws IOException {
        List<String> rows = new ArrayList<>(List.of("datetime;Current;Pressure;anomaly;changepoint"));
        for (int row = 0; row < 400 + truth.length(); row++) {
            boolean scored = row >= 400;
            rows.add("2020-03-09 %02d:%02d:%02d;%d;%d;%s;0.0"
                    .formatted(
                            row / 3600,
                            row / 60 % 60,
                            row % 60,
                            scored && readings.charAt(row - 400) == '#' ? 20 : row % 2,
                            1,
                            scored && truth.charAt(row - 400) == 'A' ? "1.0" : "0.0"));
        }
        Files.createDirectories(folder.resolve(name).getParent());
        Files.write(folder.resolve(name), rows);
    }

    @Test
    void skabCountsRowsAfterTheFirstFourHundred() throws IOException {
        experiment("valve1/0.csv", "AAAA......", "###.#.....");
        experiment("other/1.csv", "A...", "....");
        Report report = evaluate(EvaluationFormat.SKAB, one, "Current", readingIsScore());
        // TP 3, FP 1, FN 2, TN 8
        assertThat(report.metrics())
                .containsEntry("precision", 3 / 4.0)
                .containsEntry("recall", 3 / 5.0)
                .containsEntry("f1", 6 / 9.0)
                .containsEntry("far", 1 / 9.0)
                .containsEntry("mar", 2 / 5.0);
        assertThat(report.parts()).containsOnlyKeys("valve1", "other");
        assertThat(report.parts().get("other")).containsEntry("mar", 1.0);
        // The first rows have the mean 0.5 and the deviation 0.5, so a reading of 20 has |z| 39.
        assertThat(report.baselines().get("z4")).containsEntry("f1", 6 / 9.0);
        assertThat(report.baselines().get("always")).containsEntry("f1", 10 / 19.0);
    }

    @Test
    void aModelOfOneChannelScoresEachColumnUnderItsOwnKeyByDefault() throws IOException {
        experiment("valve1/0.csv", "AAAA......", "###.#.....");
        PredictingRun run = readingIsScore();
        assertThat(evaluate(EvaluationFormat.SKAB, one, null, run).metrics()).containsEntry("f1", 6 / 8.0);
        assertThat(run.seen())
                .extracting(KeyEvents::key)
                .containsExactly("valve1/0.csv Current", "valve1/0.csv Pressure");
    }

    @Test
    void eachChannelOfAModelReceivesTheColumnOfItsName() throws IOException {
        experiment("valve1/0.csv", "AAAA......", "###.#.....");
        assertThat(evaluate(EvaluationFormat.SKAB, two).table()).contains("10 scored rows, 400 rows before them");
        PredictingRun run = readingIsScore();
        assertThatThrownBy(() -> evaluate(EvaluationFormat.SKAB, two, "Current", run))
                .hasMessageContaining("--column Current is only for models of one channel");
    }

    @Test
    void modelsAndExperimentsThatDoNotFitSkabAreRefused() throws IOException {
        experiment("valve1/0.csv", "AA", "..");
        PredictingRun run = readingIsScore();
        assertThatThrownBy(() -> evaluate(EvaluationFormat.SKAB, one, "Voltage", run))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("--column Voltage: valve1/0.csv has the columns [Current, Pressure]");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.SKAB, texts, null, run))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("test-text has the task classification");
        experiment("valve1/0.csv", "", "");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.SKAB, one, null, run))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining(
                        "0.csv has 400 rows; it needs at least 401, because the first 400 are not scored");
        experiment("valve1/0.csv", "...", "...");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.SKAB, one, null, run))
                .hasMessageContaining("no anomalous row");
    }

    @Test
    void aFolderOfAnotherFormatIsRefused() {
        assertThatThrownBy(() -> evaluate(EvaluationFormat.TELEMANOM, one))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("labeled_anomalies.csv");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.SKAB, one))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("has no .csv file");
    }

    @Test
    void aColumnIsRefusedForAFormatWithoutColumns() throws IOException {
        assertThatThrownBy(() -> evaluate(EvaluationFormat.NAB, one, "value", readingIsScore()))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("--column value: the format nab has no columns");
    }
}
