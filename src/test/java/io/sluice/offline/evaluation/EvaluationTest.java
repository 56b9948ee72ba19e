package io.sluice.offline.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Manifest;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.OfflineRun;
import io.sluice.offline.evaluation.run.PicturedSeries;
import io.sluice.offline.training.sensor.SensorBundles;
import io.sluice.runtime.LoadedBundle;
import io.sluice.torch.TextBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    private static LoadedBundle texts;
    private static LoadedBundle sensors;

    @TempDir
    private Path folder;

    private Path data;

    @BeforeAll
    static void load(@TempDir Path bundles) throws IOException {
        TextBundle.write(bundles.resolve("text"));
        texts = LoadedBundle.open(bundles.resolve("text"), "cpu");
        SensorBundles.random(bundles.resolve("sensor"), List.of("value"), 8, 1);
        sensors = LoadedBundle.open(bundles.resolve("sensor"), "cpu");
    }

    @BeforeEach
    void makeFolder() {
        data = folder.resolve("data");
    }

    private static Report evaluate(EvaluationFormat format, Path data, LoadedBundle bundle) {
        return format.evaluate(data, bundle.bundle().manifest(), new OfflineRun(bundle));
    }

    private Path table(String... rows) throws IOException {
        return Files.write(folder.resolve("table.tsv"), List.of(rows));
    }

    /** Returns the label that the model gives to a text. */
    private static String labelOf(String text) throws IOException {
        Path one = Files.writeString(Files.createTempFile("sluice-test-", ".tsv"), text + "\tpositive\n");
        try {
            return evaluate(EvaluationFormat.LABELLED_TEXT, one, texts)
                                    .metrics()
                                    .get("accuracy")
                            == 1
                    ? "positive"
                    : "negative";
        } finally {
            Files.delete(one);
        }
    }

    @Test
    void aRowOfATableWithoutHeaderIsTextAndLabel() throws IOException {
        Report report = evaluate(
                EvaluationFormat.LABELLED_TEXT,
                table("good film\t" + labelOf("good film"), "bad\t" + labelOf("bad")),
                texts);
        assertThat(report.metrics())
                .containsEntry("accuracy", 1.0)
                .containsEntry("macro_f1", report.metrics().get("macro_f1"));
        assertThat(report.baselines().get("majority").get("accuracy")).isBetween(0.5, 1.0);
    }

    @Test
    void aHeaderNamesLabelAndTextInAnyOrder() throws IOException {
        int truth = labelOf("good film").equals("positive") ? 1 : 0;
        for (Path table : List.of(
                table("label\ttext", truth + "\tgood film"), table("id\ttext\tlabel", "7\tgood film\t" + truth))) {
            assertThat(evaluate(EvaluationFormat.LABELLED_TEXT, table, texts).metrics())
                    .containsEntry("accuracy", 1.0);
        }
        assertThat(evaluate(EvaluationFormat.LABELLED_TEXT, table("label\ttext", (1 - truth) + "\tgood film"), texts)
                        .metrics())
                .containsEntry("accuracy", 0.0);
    }

    @Test
    void eachRowOfATableHasItsOwnKey() throws IOException {
        String[] alternating = new String[40];
        for (int i = 0; i < alternating.length; i++) {
            String text = i % 2 == 0 ? "good film" : "bad";
            alternating[i] = text + "\t" + labelOf(text);
        }
        assertThat(evaluate(EvaluationFormat.LABELLED_TEXT, table(alternating), texts)
                        .metrics())
                .containsEntry("accuracy", 1.0);
    }

    @Test
    void aTextThatThePipelineRefusesCountsAsWrong() throws IOException {
        Report report =
                evaluate(EvaluationFormat.LABELLED_TEXT, table("good\t" + labelOf("good"), "\u200b\tpositive"), texts);
        assertThat(report.metrics()).containsEntry("accuracy", 0.5);
        assertThat(report.table()).contains("1 refused");
    }

    @Test
    void anErrorNamesTheRowOfAnUnknownLabel() throws IOException {
        Path table = table("good\tpositive", "bad\tneutral");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.LABELLED_TEXT, table, texts))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("table.tsv, row 2: the label is \"neutral\"")
                .hasMessageContaining("[negative, positive]");
    }

    @Test
    void anErrorAsksForAHeaderWhereLabelsComeFirst() throws IOException {
        Path table = table("pos\tgood film", "neg\tbad");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.LABELLED_TEXT, table, texts))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("table.tsv, row 1: the text is the label \"pos\"")
                .hasMessageContaining("name the columns label and text in the first row");
        Path named = table("\uFEFFlabel\ttext", "neutral\tpos");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.LABELLED_TEXT, named, texts))
                .hasMessageContaining("table.tsv, row 2: the label is \"neutral\"");
    }

    @Test
    void anEvaluationWithoutAcceptedTextsFails() throws IOException {
        Path table = table("\u200b\tpositive", "\u200b\tnegative");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.LABELLED_TEXT, table, texts))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("test-text on table.tsv: the pipeline refused all 2 texts, so there is no metric;"
                        + " the reason for the first: /text has no visible character");
        Path csv = tweets("2015-02-16 23:36:05,1,ann,positive,1,\u200b");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.TWEETS, csv, texts))
                .hasMessageContaining("refused all 1 texts");
        Files.createDirectories(data.resolve("pos"));
        Files.writeString(data.resolve("pos/1.txt"), "\u200b\n");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.LABELLED_DOCUMENTS, data, texts))
                .hasMessageContaining("refused all 1 texts");
    }

    @Test
    void anErrorNamesARowWithTooManyColumns() throws IOException {
        Path table = table("label\ttext", "1\tgood", "1\tgood\tbad");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.LABELLED_TEXT, table, texts))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("table.tsv, row 3: 3 columns");
    }

    @Test
    void theRunningLabelAfterTheLastLineDecidesADocument() throws IOException {
        for (String label : List.of("pos", "neg")) {
            Files.createDirectories(data.resolve(label));
            for (int i = 0; i < 3; i++) {
                Files.writeString(
                        data.resolve(label).resolve(i + ".txt"),
                        "good film\n\n" + "bad day !\n".repeat(i) + "very fine\n");
            }
        }
        Report report = evaluate(EvaluationFormat.LABELLED_DOCUMENTS, data, texts);
        // Both labels have the same texts, so every answer of the model is right for half of them.
        assertThat(report.metrics()).containsEntry("accuracy", 0.5);
        assertThat(report.baselines().get("last line")).containsEntry("accuracy", 0.5);
        assertThat(report.baselines().get("mean of lines")).containsEntry("accuracy", 0.5);
        assertThat(report.table()).contains("6 documents, 18 lines");
        Path json = folder.resolve("report.json");
        report.write(json);
        assertThat(json)
                .content()
                .contains("\"100 % read\"", "\"10 % read\"", "\"seed\" : null", "\"split\" : \"all documents");
        assertThat(folder.resolve("report-reading.svg")).content().contains("<circle", "accuracy of running");
        assertThat(folder.resolve("report-reliability.svg")).content().contains("perfectly calibrated");
        assertThat(folder.resolve("report-sureness.svg")).exists();
    }

    @Test
    void aFolderWithoutDocumentsIsRefused() throws IOException {
        Files.createDirectories(data);
        assertThatThrownBy(() -> evaluate(EvaluationFormat.LABELLED_DOCUMENTS, data, texts))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("has no documents");
    }

    @Test
    void aFileInsteadOfAFolderOfDocumentsIsRefused() throws IOException {
        Path table = table("good\tpositive");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.LABELLED_DOCUMENTS, table, texts))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("table.tsv is a file; give a folder");
    }

    private Path tweets(String... rows) throws IOException {
        Files.createDirectories(data);
        List<String> lines = new ArrayList<>(List.of("time,tweet_id,user,sentiment,confidence,text"));
        lines.addAll(List.of(rows));
        return Files.write(data.resolve("tweets.csv"), lines);
    }

    @Test
    void anAuthorsTweetsAreScoredInOrderOfTime() throws IOException {
        tweets(
                "2015-02-16 23:40:00,2,ann,negative,1,\"bad\nday, really\"",
                "2015-02-16 23:36:05,1,ann,positive,1,good film",
                "2015-02-16 23:50:00,3,ben,positive,1,good film",
                "2015-02-16 23:51:00,4,ann,negative,1,very bad");
        Report report = evaluate(EvaluationFormat.TWEETS, data, texts);
        // Only ann's third text has the label of her second. For a first text, the guess is negative.
        assertThat(report.baselines().get("author's last label")).containsEntry("accuracy", 0.25);
        assertThat(report.baselines().get("majority"))
                .containsEntry("accuracy", 0.5)
                .containsEntry("macro_f1", 1 / 3.0);
        assertThat(report.baselines().get("fresh state"))
                .containsEntry("accuracy", report.metrics().get("accuracy"))
                .containsKey("running.macro_f1");
        assertThat(report.table()).contains("2 authors, 4 texts, 2 texts of authors who wrote before");
        Path json = folder.resolve("report.json");
        report.write(json);
        assertThat(json).content().contains("\"second and third text of an author\"", "\"fresh.running.accuracy\"");
    }

    @Test
    void aModelWithFewerLabelsThanTheTweetsIsRefused() throws IOException {
        Path csv = tweets(
                "2015-02-16 23:36:05,1,ann,positive,1,good",
                "2015-02-16 23:36:06,2,ann,neutral,1,so so",
                "2015-02-16 23:36:07,3,ann,negative,1,bad");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.TWEETS, csv, texts))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining(
                        "tweets.csv has the labels [negative, neutral, positive], but model test-text has only"
                                + " [negative, positive]");
    }

    @Test
    void anErrorNamesTheFileAndLineOfATweetWithAnUnknownLabel() throws IOException {
        tweets("2015-02-16 23:36:05,1,ann,positive,1,good", "2015-02-16 23:36:06,2,ann,neutral,1,so so");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.TWEETS, data, texts))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("tweets.csv, line 3: the label is \"neutral\"");
    }

    @Test
    void anErrorNamesATweetWithoutAuthorTimeOrText() throws IOException {
        String good = "2015-02-16 23:36:05,1,ann,positive,1,good";
        Path anonymous = tweets(good, "2015-02-16 23:36:05,1,,positive,1,good");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.TWEETS, anonymous, texts))
                .hasMessageContaining("tweets.csv, line 3: no key");
        Path undated = tweets(good, "yesterday,1,ann,positive,1,good");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.TWEETS, undated, texts))
                .hasMessageContaining("tweets.csv, line 3: the time is \"yesterday\"");
        Path silent = tweets(good, "2015-02-16 23:36:05,1,ann,positive,1, ");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.TWEETS, silent, texts))
                .hasMessageContaining("tweets.csv, line 3: the column text is empty");
    }

    private void nab(String windows) throws IOException {
        Files.createDirectories(data.resolve("labels"));
        Files.createDirectories(data.resolve("data/made"));
        StringBuilder rows = new StringBuilder("timestamp,value\n");
        for (int minute = 0; minute < 600; minute++) {
            int value = minute == 500 ? 900 : minute % 7;
            rows.append("2026-03-01 %02d:%02d:00,%d%n".formatted(minute / 60, minute % 60, value));
        }
        Files.writeString(data.resolve("data/made/spike.csv"), rows.toString());
        Files.writeString(data.resolve("labels/combined_windows.json"), "{\"made/spike.csv\": " + windows + "}");
    }

    @Test
    void anAlarmInAWindowOfNabEarnsPoints() throws IOException {
        nab("[[\"2026-03-01 08:15:00.000000\", \"2026-03-01 08:25:00.000000\"]]");
        Report report = evaluate(EvaluationFormat.NAB, data, sensors);
        assertThat(report.metrics().get("nab.standard.best")).isGreaterThan(50);
        assertThat(report.baselines().get("always").get("nab.standard")).isNegative();
        assertThat(report.metrics().get("nab.standard"))
                .isLessThanOrEqualTo(report.metrics().get("nab.standard.best"));
        assertThat(report.table())
                .startsWith("NAB's standard score is ")
                .contains("The best baseline, ", "1 series, 600 rows, 1 windows");
        report.write(folder.resolve("nab.json"));
        assertThat(folder.resolve("nab-series.svg"))
                .content()
                .contains("made/spike.csv", "Scores of random on data", ">anomaly<", ">not scored<");
        assertThat(folder.resolve("nab-thresholds.svg")).content().contains("low false positives");
    }

    @Test
    void aSeriesThatNabDoesNotHaveIsRefused() throws IOException {
        nab("[[\"2026-03-01 08:15:00.000000\", \"2026-03-01 08:25:00.000000\"]]");
        PicturedSeries pictured = new PicturedSeries(List.of("made/level.csv"));
        EvaluationRequest request = new EvaluationRequest(data, sensors.bundle().manifest(), null, null, pictured);
        assertThatThrownBy(() -> EvaluationFormat.NAB.evaluate(request, new OfflineRun(sensors)))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("--series made/level.csv: the data has no such series; it has made/spike.csv");
    }

    @Test
    void labelsThatAreNotWindowsAreRefusedInOneLine() throws IOException {
        nab("7");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.NAB, data, sensors))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("combined_windows.json does not map files to windows")
                .message()
                .hasLineCount(1);
    }

    @Test
    void anErrorNamesAWindowThatIsNotAPairAndAMissingFile() throws IOException {
        nab("[[\"2026-03-01 08:15:00\"]]");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.NAB, data, sensors))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining(
                        "spike.csv: the window [2026-03-01 08:15:00] is not a pair of a first and a last time");
        Files.delete(data.resolve("data/made/spike.csv"));
        assertThatThrownBy(() -> evaluate(EvaluationFormat.NAB, data, sensors))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("spike.csv, but combined_windows.json names it");
    }

    @Test
    void aWindowWithoutRowsIsRefused() throws IOException {
        nab("[[\"2027-03-01 08:15:00\", \"2027-03-01 08:25:00\"]]");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.NAB, data, sensors))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("spike.csv: no row lies in the window");
    }

    @Test
    void aModelOfAnotherTaskIsRefused() throws IOException {
        nab("[[\"2026-03-01 08:15:00\", \"2026-03-01 08:25:00\"]]");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.NAB, data, texts))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("test-text");
        Path table = table("good\tpositive");
        assertThatThrownBy(() -> evaluate(EvaluationFormat.LABELLED_TEXT, table, sensors))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("numeric");
        assertThat(texts.bundle().manifest().task()).isEqualTo(Manifest.Task.CLASSIFICATION);
    }
}
