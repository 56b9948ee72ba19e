package io.sluice.offline.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpacecraftTelemetryTest {
    private static final String HEADER = "chan_id,spacecraft,anomaly_sequences,class,num_values";

    @TempDir
    private Path folder;

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(folder.resolve("train"));
        Files.createDirectories(folder.resolve("test"));
    }

    private void channel(String name, int train, int test) throws IOException {
        NpyFixture.write(folder.resolve("train/" + name + ".npy"), rows(train));
        NpyFixture.write(folder.resolve("test/" + name + ".npy"), rows(test));
    }

    private static double[][] rows(int count) {
        return IntStream.range(0, count).mapToObj(row -> new double[] {row, 1}).toArray(double[][]::new);
    }

    private void labels(String... rows) throws IOException {
        Files.writeString(folder.resolve("labeled_anomalies.csv"), HEADER + "\n" + String.join("\n", rows) + "\n");
    }

    @Test
    void theTestPartBeginsADayAfterTheTrainPart() throws IOException {
        channel("A-1", 3, 5);
        labels("A-1,SMAP,\"[[1, 2]]\",[point],5");
        TelemetryChannel channel = SpacecraftTelemetry.read(folder).get(0);
        assertThat(channel.train().rows()).isEqualTo(3);
        assertThat(channel.test().rows()).isEqualTo(5);
        assertThat(channel.train().time(0)).isZero();
        assertThat(channel.test().time(1)).isEqualTo((24 * 60 + 4) * 60_000);
        assertThat(channel.test().value(4, 0)).isEqualTo(4);
        assertThat(channel.spacecraft()).isEqualTo("SMAP");
    }

    @Test
    void severalLabelRowsOfAChannelAreMerged() throws IOException {
        channel("P-2", 2, 50);
        labels("P-2,SMAP,\"[[20, 30], [3, 4]]\",[point],50", "P-2,SMAP,\"[[15, 22]]\",[point],50");
        assertThat(SpacecraftTelemetry.read(folder).get(0).anomalies())
                .containsExactly(new RowRange(3, 4), new RowRange(15, 30));
    }

    @Test
    void aChannelWithoutLabelsHasNoSpacecraft() throws IOException {
        channel("A-1", 2, 5);
        channel("T-10", 2, 5);
        labels("A-1,MSL,\"[[1, 4]]\",[point],5");
        List<TelemetryChannel> channels = SpacecraftTelemetry.read(folder);
        assertThat(channels).extracting(TelemetryChannel::name).containsExactly("A-1", "T-10");
        assertThat(channels.get(1).spacecraft()).isNull();
    }

    @Test
    void anErrorNamesTheFileOrRowThatDoesNotFit() throws IOException {
        channel("A-1", 2, 5);
        assertThatThrownBy(() -> SpacecraftTelemetry.read(folder))
                .hasMessageContaining("there is no file")
                .hasMessageContaining("labeled_anomalies.csv");
        labels("A-1,SMAP,\"[[1, 5]]\",[point],5");
        assertThatThrownBy(() -> SpacecraftTelemetry.read(folder))
                .hasMessageContaining("A-1.npy has 5 rows, but an anomaly is labelled at rows 1 to 5");
        labels("A-1,SMAP,\"[[4, 1]]\",[point],5");
        assertThatThrownBy(() -> SpacecraftTelemetry.read(folder))
                .hasMessageContaining("row 2: anomaly_sequences is \"[[4, 1]]\"");
        labels("A-1,SMAP,\"[[1, 4]]\",[point],5", "A-2,SMAP,\"[[1, 4]]\",[point],5");
        assertThatThrownBy(() -> SpacecraftTelemetry.read(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("A-2.npy");
        labels("A-1,SMAP,\"[[1, 4]]\",[point],5", "\"A-2");
        assertThatThrownBy(() -> SpacecraftTelemetry.read(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("cannot be read after row 2: Missing closing quote");
        labels("A-1,,\"[[1, 4]]\",[point],5");
        assertThatThrownBy(() -> SpacecraftTelemetry.read(folder))
                .hasMessageContaining("row 2: no value for spacecraft");
    }

    @Test
    void aFolderOfAnotherLayoutIsRefused() {
        assertThatThrownBy(() -> SpacecraftTelemetry.read(folder.resolve("train")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("give the folder with train, test and labeled_anomalies.csv");
    }

    @Test
    void anErrorNamesAMissingPart() throws IOException {
        channel("A-1", 2, 5);
        labels("A-1,SMAP,\"[[0, 0]]\",[point],1");
        Path test = folder.resolve("test/A-1.npy");
        Files.delete(test);
        assertThatThrownBy(() -> SpacecraftTelemetry.read(folder)).hasMessage("there is no file " + test);
    }

    @Test
    void partsOfDifferentWidthsAreRefused() throws IOException {
        channel("A-1", 2, 5);
        NpyFixture.write(folder.resolve("test/A-1.npy"), new double[] {1, 2, 3});
        labels("A-1,SMAP,\"[[0, 0]]\",[point],1");
        assertThatThrownBy(() -> SpacecraftTelemetry.read(folder))
                .hasMessageContaining("A-1.npy has 3 columns, but the train part has 2");
    }
}
