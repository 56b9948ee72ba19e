package io.sluice.offline.training.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.Bundle;
import io.sluice.model.Manifest;
import io.sluice.model.MissingCodes;
import io.sluice.offline.dataset.NpyFixture;
import io.sluice.offline.training.loop.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesLayoutTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeData() throws IOException {
        Files.createDirectories(skab().resolve("other"));
        Files.write(skab().resolve("other/1.csv"), rows("datetime;Heat;Flow;anomaly;changepoint", ";1;0"));
        Files.write(skab().resolve("free.csv"), rows("datetime;Heat;Flow", ""));
        for (String part : List.of("train", "test")) {
            Files.createDirectories(folder.resolve(part));
            NpyFixture.write(folder.resolve(part + "/A-1.npy"), new double[] {1, 0}, new double[] {2, 1});
            NpyFixture.write(folder.resolve(part + "/M-1.npy"), new double[] {5}, new double[] {6});
        }
        Files.writeString(
                folder.resolve("labeled_anomalies.csv"),
                "chan_id,spacecraft,anomaly_sequences,class,num_values\nA-1,SMAP,\"[[0, 1]]\",[point],2\n");
    }

    private Path skab() {
        return folder.resolve("skab");
    }

    private static List<String> rows(String header, String labels) {
        return Stream.concat(Stream.of(header), IntStream.range(0, 500).mapToObj(i -> "2020-03-09 10:%02d:%02d;%d;%d%s"
                        .formatted(i / 60, i % 60, i, 1000 + i, labels)))
                .toList();
    }

    @Test
    void theTrainingDataOfALabelledExperimentAreItsFirst400Rows() throws IOException {
        List<Series> series =
                SeriesLayout.SKAB.read(skab(), channels("Flow", "Heat"), List.of(), SeriesLayoutTest::ignore);
        assertThat(series).extracting(Series::name).containsExactly("free.csv", "other/1.csv");
        assertThat(series).extracting(Series::size).containsExactly(500, 400);
        assertThat(series.get(1).events().get(7).channel(0)).isEqualTo(1007);
        assertThat(series.get(1).events().get(7).channel(1)).isEqualTo(7);
    }

    @Test
    void anExperimentWithoutTheChannelsOfTheRecipeIsReported() {
        assertThatThrownBy(
                        () -> SeriesLayout.SKAB.read(skab(), channels("Pressure"), List.of(), SeriesLayoutTest::ignore))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("free.csv has the columns [Heat, Flow]");
    }

    @Test
    void theTrainingDataOfSpacecraftAreTheTrainPartsWithOneColumnOrAll() throws IOException {
        List<Series> one = SeriesLayout.TELEMANOM.read(folder, channels("value"), List.of(), SeriesLayoutTest::ignore);
        assertThat(one).extracting(Series::name).containsExactly("train/A-1.npy", "train/M-1.npy");
        assertThat(one.get(0).events().get(1).channels()).isEqualTo(1);
        assertThat(one.get(0).events().get(1).channel(0)).isEqualTo(2);
        List<Series> all =
                SeriesLayout.TELEMANOM.read(folder, channels("value", "command"), List.of(), SeriesLayoutTest::ignore);
        assertThat(all).extracting(Series::name).containsExactly("train/A-1.npy");
        assertThat(all.get(0).events().get(1).channel(1)).isEqualTo(1);
        assertThat(SeriesLayout.TELEMANOM.read(
                        folder, channels("value"), List.of("train/M-1.npy"), SeriesLayoutTest::ignore))
                .hasSize(1);
    }

    @Test
    void dataThatDoesNotFitTheRecipeIsRefused() {
        SensorRecipe recipe = SensorRecipe.of(Map.of(
                "recipe", "sensor-forecast",
                "name", "none",
                "channels", "a,b,c",
                "data.layout", "telemanom",
                "data.set", "none",
                "data.licence", "none"));
        assertThatThrownBy(() -> recipe.read(folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("data.layout telemanom");
    }

    @Test
    void theManifestHasTheScoringOfTheRecipe() throws IOException {
        SensorRecipe recipe = SensorBundles.recipe(
                List.of("value"), 8, Map.of("scoring.quiet", "20", "scoring.habituation.slow", "0"));
        SensorBundles.random(folder.resolve("model"), recipe, 1);
        assertThat(Bundle.open(folder.resolve("model")).manifest().scoring())
                .containsEntry("quiet", 20.0)
                .containsEntry("habituation.slow", 0.0)
                .containsEntry("tail.size", 32.0);
    }

    @Test
    void aValueThatItsChannelDoesNotAcceptIsMissing() throws IOException {
        float reading = SeriesLayout.TELEMANOM
                .read(folder, channels("value"), List.of("train/M-1.npy"), SeriesLayoutTest::ignore)
                .get(0)
                .events()
                .get(0)
                .channel(0);
        Manifest.Input.Field field =
                new Manifest.Input.Field("value").withMissing(new MissingCodes(List.of((double) reading), List.of()));
        List<Series> series = SeriesLayout.TELEMANOM.read(
                folder,
                new Manifest.Input.Numeric(List.of(field), List.of()),
                List.of("train/M-1.npy"),
                SeriesLayoutTest::ignore);
        assertThat(series.get(0).events().get(0).isMissing(0)).isTrue();
    }

    private static void ignore(String note) {}

    private static Manifest.Input.Numeric channels(String... names) {
        return new Manifest.Input.Numeric(
                Stream.of(names).map(Manifest.Input.Field::new).toList(), List.of());
    }
}
