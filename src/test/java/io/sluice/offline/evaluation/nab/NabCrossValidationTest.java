package io.sluice.offline.evaluation.nab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.event.NumericEvent;
import io.sluice.model.Manifest;
import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.evaluation.EvaluationFormat;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.OfflineRun;
import io.sluice.offline.training.loop.Quiet;
import io.sluice.offline.training.sensor.SensorBundles;
import io.sluice.runtime.LoadedBundle;
import io.sluice.score.AnomalyScorer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four short series in three folds. The first and the last series are in fold 1. */
class NabCrossValidationTest {
    private static final int ROWS = 120;
    private static final List<String> SERIES = List.of("x/a.csv", "x/b.csv", "y/c.csv", "y/d.csv");

    private static LoadedBundle bundle;
    private static Path model;
    private static Path work;
    private static Path data;
    private static Report report;
    private static final List<String> LINES = new ArrayList<>();

    @BeforeAll
    static void crossValidate(@TempDir Path folder) throws IOException {
        model = folder.resolve("model");
        SensorBundles.random(model, List.of("value"), 8, 1);
        Files.write(
                model.resolve("recipe.properties"),
                List.of(
                        "recipe=sensor-forecast",
                        "name=small",
                        "channels=value",
                        "hidden=8",
                        "epochs=1",
                        "data.set=made",
                        "data.licence=none"));
        bundle = LoadedBundle.open(model, "cpu");
        data = folder.resolve("nab");
        Files.createDirectories(data.resolve("labels"));
        for (int i = 0; i < SERIES.size(); i++) {
            int spike = 80 + 10 * i;
            write(SERIES.get(i), t -> t == spike ? 900 : t % 7);
        }
        String windows = "[[\"2026-03-01 01:15:00\", \"2026-03-01 01:58:00\"]]";
        Files.writeString(
                data.resolve("labels/combined_windows.json"),
                "{\"" + String.join("\": " + windows + ", \"", SERIES) + "\": " + windows + "}");
        work = Files.createDirectory(folder.resolve("work"));
        report = run(3);
    }

    private static void write(String series, IntToDoubleFunction values) throws IOException {
        StringBuilder rows = new StringBuilder("timestamp,value\n");
        for (int minute = 0; minute < ROWS; minute++) {
            rows.append(
                    "2026-03-01 %02d:%02d:00,%s%n".formatted(minute / 60, minute % 60, values.applyAsDouble(minute)));
        }
        Path file = data.resolve("data").resolve(series);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, rows.toString());
    }

    private static Report run(int folds) {
        return EvaluationFormat.NAB.crossValidate(
                new CrossValidationRequest(model, data, folds, 1),
                bundle.bundle().manifest(),
                work,
                Quiet.saying(LINES::add));
    }

    @Test
    void aModelWasNotTrainedOnTheFoldThatItScores() throws IOException {
        assertThat(trainingFiles("without-1")).containsExactly("x/b.csv", "y/c.csv");
        assertThat(trainingFiles("without-2")).containsExactly("x/a.csv", "y/c.csv", "y/d.csv");
        assertThat(trainingFiles("without-3")).containsExactly("x/a.csv", "x/b.csv", "y/d.csv");
    }

    private static List<String> trainingFiles(String name) throws IOException {
        Properties recipe = new Properties();
        try (var reader = Files.newBufferedReader(work.resolve(name).resolve("recipe.properties"))) {
            recipe.load(reader);
        }
        return List.of(recipe.getProperty("data.files").split(","));
    }

    @Test
    void theChoiceOfTheOtherFoldsFindsTheSpikeInEachWindow() {
        assertThat(report.metrics().get("nab.standard")).isGreaterThan(50);
        assertThat(report.metrics())
                .containsKeys("nab.low_fp", "nab.standard.rarity_0.9", "nab.standard.fold_least")
                .hasEntrySatisfying("nab.standard.fold_most", most -> assertThat(most)
                        .isGreaterThanOrEqualTo(report.metrics().get("nab.standard.fold_mean")));
        assertThat(report.baselines())
                .containsOnlyKeys(
                        "without GRU", "last value for GRU", "GRU alone", "GRU residual alone", "last value alone");
        assertThat(LINES).filteredOn(line -> line.contains("training on")).hasSize(3);
    }

    @Test
    void tooFewFoldsAreRefused() {
        assertThatThrownBy(() -> run(2)).isInstanceOf(EvaluationException.class).hasMessageContaining("from 3 to 4");
    }

    @Test
    void onlyNabCanBeCrossValidated() {
        assertThatThrownBy(() -> EvaluationFormat.LABELLED_TEXT.crossValidate(
                        new CrossValidationRequest(model, data, 3, 1),
                        bundle.bundle().manifest(),
                        work,
                        null))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("labelled-text has no cross-validation");
    }

    @Test
    void theScorerGivesTheSameScoresAsThePipeline() {
        List<NabSeries> corpus = NabCorpus.read(data);
        Manifest manifest = bundle.bundle().manifest();
        List<String> outputs =
                manifest.output().stream().map(Manifest.Output::name).toList();
        Map<String, List<JsonNode>> predictions = OfflineRun.raw(bundle)
                .score(List.of(corpus.get(0).keyed()), prediction -> prediction, detail -> new ObjectMapper()
                        .nullNode());
        AnomalyScorer scorer = new AnomalyScorer(outputs, List.of("value"), manifest.scoring());
        ByteBuffer state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        NabOutputs read = new NabOutputs(manifest);
        int step = 0;
        for (JsonNode prediction : predictions.get("x/a.csv")) {
            float[] y = new float[outputs.size()];
            for (int i = 0; i < y.length; i++) {
                y[i] = prediction.at("/raw/" + outputs.get(i)).floatValue();
            }
            assertThat(scorer.score(y, ++step, new NumericEvent(0), state).score())
                    .isEqualTo(prediction.at("/anomaly/score").floatValue());
            NabRow row = read.row(prediction);
            assertThat(row.surprise()).isEqualTo(y[outputs.indexOf("surprise")]);
            assertThat(row.deviations().get(2)).isEqualTo(y[outputs.indexOf("deviation.level.value")]);
            assertThat(row.value()).isEqualTo(prediction.at("/input/value").floatValue());
        }
        assertThat(step).isEqualTo(ROWS);
    }

    @Test
    void aVariantReplacesTheSurprise() {
        List<NabRow> rows = List.of(new NabRow(1, 5, 9, List.of(7f)), new NabRow(4, 6, 2, List.of(8f)));
        assertThat(NabVariant.WITH_SURPRISE.scorerRows(rows, 1).get(1)).containsExactly(6, 8);
        assertThat(NabVariant.WITHOUT_GRU.scorerRows(rows, 1).get(1)).containsExactly(0, 8);
        assertThat(NabVariant.LAST_VALUE.scorerRows(rows, 1).get(1)).containsExactly(3, 8);
        assertThat(NabVariant.GRU_ALONE.scorerRows(rows, 1).get(1)).containsExactly(6);
        assertThat(NabVariant.RESIDUAL_ALONE.scorerRows(rows, 1).get(1)).containsExactly(2);
        assertThat(NabVariant.LAST_VALUE_ALONE.scorerRows(rows, 1).get(0)).containsExactly(0);
        assertThat(NabVariant.WITHOUT_GRU.fixedWeight()).isZero();
    }

    @Test
    void aModelWithoutSurpriseWeightIsTheVariantOfDeviations() {
        assertThat(NabVariant.of(0)).isEqualTo(NabVariant.WITHOUT_GRU);
        assertThat(NabVariant.of(0.5)).isEqualTo(NabVariant.WITH_SURPRISE);
    }

    @Test
    void constantsWithWellScoringNeighboursAreChosen() {
        List<NabRow> rows = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            rows.add(new NabRow(0, i == 450 ? 60 : (i * 7919) % 600 / 600f, 0, List.of()));
        }
        NabSeries series = new NabSeries("x/made.csv", Collections.nCopies(600, "{}"), List.of(new RowRange(440, 460)));
        ScorerTuning tuning = new ScorerTuning(NabVariant.GRU_ALONE, List.of(), Map.of("x/made.csv", rows));
        ScorerConstants best = tuning.best(List.of(series));
        assertThat(tuning.alarms(best).get("x/made.csv").stream()).contains(450);
        assertThat(best.rarity()).as("inside the grid").isBetween(3.75, 5.25);
        assertThat(tuning.alarms(best.withRarityTimes(3)).get("x/made.csv").stream())
                .doesNotContain(450);
    }
}
