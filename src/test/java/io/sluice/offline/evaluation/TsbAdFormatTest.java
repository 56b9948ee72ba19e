package io.sluice.offline.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.ServingModel;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.OfflineRun;
import io.sluice.offline.evaluation.run.PicturedSeries;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.offline.training.sensor.SensorBundles;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the format tsb-ad, from folders to metrics. */
class TsbAdFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static LoadedBundle one;
    private static LoadedBundle two;

    @TempDir
    private Path folder;

    @BeforeAll
    static void load(@TempDir Path bundles) throws IOException {
        SensorBundles.random(bundles.resolve("one"), List.of("value"), 8, 1);
        one = LoadedBundle.open(bundles.resolve("one"), "cpu");
        SensorBundles.random(bundles.resolve("two"), List.of("left", "right"), 8, 1);
        two = LoadedBundle.open(bundles.resolve("two"), "cpu");
    }

    /** Returns a run whose prediction of an event is a text with the event's value in the places of {@code %s}. */
    private static PredictingRun predicting(String anomaly) {
        return new PredictingRun(
                event -> anomaly.replace("%s", event.path("value").asText()));
    }

    private Report evaluate(LoadedBundle bundle, ScoringRun run) {
        return EvaluationFormat.TSB_AD.evaluate(folder, bundle.bundle().manifest(), run);
    }

    private Report evaluate(String anomaly) {
        return evaluate(one, predicting(anomaly));
    }

    /** Writes 200 rows, of which the rows 150 to 159 are anomalous and have a first column of 10. */
    private void series(String name, String columns) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<String> lines = new ArrayList<>(List.of(columns + ",Label"));
        for (int row = 0; row < 200; row++) {
            boolean anomalous = row / 10 == 15;
            double value = anomalous ? 10 : random.nextInt(100) / 100.0;
            lines.add(value + ",7".repeat(columns.split(",", -1).length - 1) + (anomalous ? ",1" : ",0"));
        }
        Files.write(folder.resolve(name), lines);
    }

    @Test
    void aScoreThatIsHighInEventsAloneHasTheBestMetrics() throws IOException {
        series("1_NAB_tr_100_1st_150.csv", "Data");
        Report report = evaluate("\"score\": %s, \"surprise\": 0");
        assertThat(report.metrics().get("vus_pr")).isGreaterThan(0.9);
        assertThat(report.metrics())
                .containsEntry("auprc", 1.0)
                .containsEntry("hit", 1.0)
                .containsEntry("hit.10", 1.0)
                .containsEntry("own.hit", 1.0)
                .containsEntry("delay", 0.0)
                .containsEntry("threshold", 10.0);
        assertThat(report.baselines()).containsOnlyKeys("surprise", "z", "random");
        assertThat(report.baselines().get("z")).containsEntry("hit", 1.0);
        assertThat(report.baselines().get("surprise").get("vus_pr")).isLessThan(0.5);
        assertThat(report.parts()).containsOnlyKeys("NAB");
    }

    @Test
    void aRowThatIsNotJudgedYetCountsAsZero() throws IOException {
        series("1_NAB_tr_100_1st_150.csv", "Data");
        Report silent = evaluate("\"judged\": false, \"score\": %s, \"surprise\": %s");
        Report equal = evaluate("\"score\": 0, \"surprise\": 0");
        assertThat(silent.metrics()).isEqualTo(equal.metrics());
        assertThat(silent.baselines()).isEqualTo(equal.baselines());
    }

    @Test
    void theSurpriseIsABaseline() throws IOException {
        series("1_NAB_tr_100_1st_150.csv", "Data");
        Report report = evaluate("\"score\": 0, \"surprise\": %s");
        assertThat(report.baselines().get("surprise"))
                .isEqualTo(evaluate("\"score\": %s, \"surprise\": 0").metrics());
    }

    @Test
    void aModelOfOneChannelReceivesTheFirstColumn() throws IOException {
        series("1_MSL_tr_100_1st_150.csv", "Data_0,Data_1,Data_2");
        PredictingRun run = predicting("\"score\": %s");
        Report report = evaluate(one, run);
        assertThat(run.seen()).hasSize(1);
        assertThat(run.seen().get(0).key()).isEqualTo("1_MSL_tr_100_1st_150.csv");
        assertThat(run.seen().get(0).events()).hasSize(200);
        assertThat(run.seen().get(0).events().get(150))
                .isEqualTo("{\"timestamp\":\"2000-01-01T12:30:00.000Z\",\"value\":10.0}");
        assertThat(report.table()).contains("receives the first column of each series alone", "1 series of several");
    }

    @Test
    void aModelOfSeveralChannelsReceivesTheColumnsInTheirOrder() throws IOException {
        series("1_MSL_tr_100_1st_150.csv", "Data_0,Data_1");
        PredictingRun run = predicting("\"score\": 0");
        evaluate(two, run);
        assertThat(run.seen().get(0).events().get(150)).contains("\"left\":10.0", "\"right\":7.0");
    }

    @Test
    void theErrorForAnotherNumberOfColumnsNamesBothNumbers() throws IOException {
        series("1_MSL_tr_100_1st_150.csv", "Data_0,Data_1,Data_2");
        assertThatThrownBy(() -> evaluate(two, new OfflineRun(two)))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("has 2 channels; 1_MSL_tr_100_1st_150.csv has 3 columns");
    }

    @Test
    void theReportHasThePublishedMethodsAndEachSeries() throws IOException {
        series("1_NAB_tr_100_1st_150.csv", "Data");
        series("2_NAB_tr_100_1st_150.csv", "Data");
        Files.writeString(
                folder.resolve("published_u.csv"),
                "file,POLY,CNN\n1_NAB_tr_100_1st_150.csv,2,0\n2_NAB_tr_100_1st_150.csv,2,0.5\n");
        Report report = evaluate("\"score\": %s");
        assertThat(report.table().lines().skip(1))
                .anyMatch(line -> line.matches("time: [0-9.]+ microseconds an event.*"))
                .containsSequence(
                        "    1.  POLY                  2.0000",
                        "    2.  THIS MODEL            1.0000",
                        "    3.  CNN                   0.2500");
        Path file = folder.resolve("report.json");
        report.write(file);
        JsonNode json = JSON.readTree(file.toFile());
        assertThat(json.at("/published/vus_pr/CNN").asDouble()).isEqualTo(0.25);
        assertThat(json.at("/series/2_NAB_tr_100_1st_150.csv/vus_pr").asDouble())
                .isGreaterThan(0.9);
        assertThat(json.toString()).doesNotContain("microseconds");
        assertThat(folder.resolve("report-series.svg")).content().contains("1_NAB_tr_100_1st_150.csv");
    }

    @Test
    void theNamedSeriesAloneAreDrawn() throws IOException {
        series("1_NAB_tr_100_1st_150.csv", "Data");
        series("2_NAB_tr_100_1st_150.csv", "Data");
        draw("2_NAB_tr_100_1st_150.csv").write(folder.resolve("report.json"));
        assertThat(folder.resolve("report-series.svg"))
                .content()
                .contains("2_NAB_tr_100_1st_150.csv (vus_pr")
                .doesNotContain("1_NAB_tr_100_1st_150.csv (vus_pr");
        assertThatThrownBy(() -> draw("3_NAB_tr_100_1st_150.csv"))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("--series 3_NAB_tr_100_1st_150.csv: the data has no such series");
    }

    private Report draw(String series) {
        PicturedSeries pictured = new PicturedSeries(List.of(series));
        return EvaluationFormat.TSB_AD.evaluate(
                new EvaluationRequest(folder, one.bundle().manifest(), null, null, pictured),
                predicting("\"score\": %s"));
    }

    @Test
    void theReportNamesTheBytesOfAStoredState() throws IOException {
        series("1_NAB_tr_100_1st_150.csv", "Data");
        Path file = folder.resolve("report.json");
        evaluate(one, new OfflineRun(one)).write(file);
        assertThat(JSON.readTree(file.toFile())
                        .at("/counts/bytes of state a key")
                        .asInt())
                .isEqualTo(new ServingModel(one.bundle().manifest(), 0).stateBytes(EngineSettings.DEFAULTS));
    }
}
