package io.sluice.offline.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.dataset.NpyFixture;
import io.sluice.offline.evaluation.EvaluationFormat;
import io.sluice.offline.training.sensor.SensorBundles;
import io.sluice.runtime.LoadedBundle;
import io.sluice.torch.TextBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaRunIT {
    @Test
    void aRunThroughABrokerGivesExactlyTheSameReport(@TempDir Path folder) throws IOException {
        TextBundle.write(folder.resolve("bundle"));
        LoadedBundle bundle = LoadedBundle.open(folder.resolve("bundle"), "cpu");
        SplittableRandom random = new SplittableRandom(2);
        for (String label : List.of("pos", "neg")) {
            Files.createDirectories(folder.resolve("data").resolve(label));
            for (int document = 0; document < 20; document++) {
                List<String> lines = new ArrayList<>();
                for (int line = random.nextInt(1, 12); line > 0; line--) {
                    String word = List.of("good", "bad", "film", "not", "fine").get(random.nextInt(5));
                    lines.add(line % 5 == 4 ? "\u200b" : (word + " ").repeat(random.nextInt(1, 12)));
                }
                lines.add("the end");
                Files.write(folder.resolve("data").resolve(label).resolve(document + ".txt"), lines);
            }
        }
        Path offline = folder.resolve("offline.json");
        Path kafka = folder.resolve("kafka.json");
        write(new OfflineRun(bundle), bundle, folder.resolve("data"), offline);
        write(new KafkaRun(bundle), bundle, folder.resolve("data"), kafka);
        assertThat(kafka).hasSameTextualContentAs(offline);
        assertThat(offline).content().contains("\"accuracy\"");
    }

    @Test
    void aRunThroughABrokerRaisesAlertsAtTheSameRows(@TempDir Path folder) throws IOException {
        SensorBundles.random(folder.resolve("bundle"), List.of("value"), 8, 1);
        LoadedBundle bundle = LoadedBundle.open(folder.resolve("bundle"), "cpu");
        Path data = Files.createDirectories(folder.resolve("data"));
        SplittableRandom random = new SplittableRandom(3);
        List<String> labels = new ArrayList<>(List.of("chan_id,spacecraft,anomaly_sequences"));
        for (String part : List.of("train", "test")) {
            Files.createDirectories(data.resolve(part));
            for (int channel = 0; channel < 6; channel++) {
                double[][] rows = new double[150 + 30 * channel][];
                for (int row = 0; row < rows.length; row++) {
                    boolean spike = part.equals("test") && row / 5 == 20;
                    rows[row] = new double[] {spike ? 50 : random.nextDouble(), 0};
                }
                NpyFixture.write(data.resolve(part).resolve("C-" + channel + ".npy"), rows);
            }
        }
        for (int channel = 0; channel < 6; channel++) {
            labels.add("C-" + channel + "," + (channel < 3 ? "SMAP" : "MSL") + ",\"[[100, 104]]\"");
        }
        Files.write(data.resolve("labeled_anomalies.csv"), labels);
        Path offline = folder.resolve("offline.json");
        Path kafka = folder.resolve("kafka.json");
        EvaluationFormat.TELEMANOM
                .evaluate(data, bundle.bundle().manifest(), new OfflineRun(bundle))
                .write(offline);
        EvaluationFormat.TELEMANOM
                .evaluate(data, bundle.bundle().manifest(), new KafkaRun(bundle))
                .write(kafka);
        assertThat(kafka).hasSameTextualContentAs(offline);
        assertThat(folder.resolve("kafka-series.svg")).hasSameTextualContentAs(folder.resolve("offline-series.svg"));
        assertThat(offline).content().contains("\"anomalies found\" : 6");
    }

    @Test
    void aRunThroughABrokerGivesTheSameScoresOfTsbAd(@TempDir Path folder) throws IOException {
        SensorBundles.random(folder.resolve("bundle"), List.of("value"), 8, 1);
        LoadedBundle bundle = LoadedBundle.open(folder.resolve("bundle"), "cpu");
        Path data = Files.createDirectories(folder.resolve("data"));
        SplittableRandom random = new SplittableRandom(4);
        for (int series = 0; series < 5; series++) {
            List<String> rows = new ArrayList<>(List.of("Data,Label"));
            for (int row = 0; row < 300; row++) {
                boolean anomalous = row / 10 == 20 + series;
                rows.add((anomalous ? 3 : 0) + random.nextDouble() + (anomalous ? ",1" : ",0"));
            }
            Files.write(data.resolve(series + "_NAB_tr_100_1st_200.csv"), rows);
        }
        Path offline = folder.resolve("offline.json");
        Path kafka = folder.resolve("kafka.json");
        EvaluationFormat.TSB_AD
                .evaluate(data, bundle.bundle().manifest(), new OfflineRun(bundle))
                .write(offline);
        EvaluationFormat.TSB_AD
                .evaluate(data, bundle.bundle().manifest(), new KafkaRun(bundle))
                .write(kafka);
        assertThat(kafka).hasSameTextualContentAs(offline);
        assertThat(folder.resolve("kafka-series.svg")).hasSameTextualContentAs(folder.resolve("offline-series.svg"));
        assertThat(offline).content().contains("\"vus_pr\"");
    }

    private static void write(ScoringRun run, LoadedBundle bundle, Path data, Path file) throws IOException {
        EvaluationFormat.LABELLED_DOCUMENTS
                .evaluate(data, bundle.bundle().manifest(), run)
                .write(file);
    }
}
