package io.sluice.offline.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkabTest {
    @TempDir
    private Path folder;

    private void file(String name, String... rows) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(rows));
    }

    @Test
    void sensorsAndLabelsAreReadByColumnName() throws IOException {
        file(
                "valve1/0.csv",
                "datetime;Current;Volume Flow RateRMS;anomaly;changepoint",
                "2020-03-09 10:14:33;1.5;32.0;0.0;0.0",
                "2020-03-09 10:14:34;;33;1.0;1.0");
        file("anomaly-free/free.csv", "datetime;Current", "2020-03-09 10:14:33;7");
        List<SkabExperiment> experiments = Skab.read(folder);
        assertThat(experiments)
                .extracting(SkabExperiment::name)
                .containsExactly("anomaly-free/free.csv", "valve1/0.csv");
        assertThat(experiments.get(0).isLabelled()).isFalse();
        SkabExperiment valve = experiments.get(1);
        assertThat(valve.isLabelled()).isTrue();
        assertThat(valve.readings().columns()).containsExactly("Current", "Volume Flow RateRMS");
        assertThat(valve.readings().rows()).isEqualTo(2);
        assertThat(valve.readings().time(1))
                .isEqualTo(Instant.parse("2020-03-09T10:14:34Z").toEpochMilli());
        assertThat(valve.readings().value(1, 0)).isNaN();
        assertThat(valve.readings().value(1, 1)).isEqualTo(33);
        assertThat(valve.isAnomalous(0)).isFalse();
        assertThat(valve.isAnomalous(1)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2020-03-09 10:14:33;1;0;9 | row 2: 4 columns, but the header has 3",
                "2020-03-09 10:14:33;x;0 | row 2: Current \"x\" is not a number",
                "2020-03-09 10:14:33;1e999;0 | row 2: Current \"1e999\" is not finite",
                "2020-03-09 10:14:33;1;2 | row 2: anomaly is \"2\"; it must be 0 or 1",
                "yesterday;1;0 | row 2: datetime \"yesterday\" is not ISO 8601"
            })
    void anErrorNamesTheInvalidRow(String row, String message) throws IOException {
        file("other/1.csv", "datetime;Current;anomaly", row);
        assertThatThrownBy(() -> Skab.read(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("1.csv")
                .hasMessageContaining(message);
    }

    @Test
    void aHeaderOfAnotherLayoutIsRefused() throws IOException {
        file("a.csv", "timestamp,value", "2020-03-09 10:14:33,1");
        assertThatThrownBy(() -> Skab.read(folder))
                .hasMessageContaining("a.csv, row 1: the header is timestamp,value; it must name datetime");
    }

    @Test
    void aMissingOrEmptyFolderIsRefused() {
        assertThatThrownBy(() -> Skab.read(folder)).hasMessageContaining("has no .csv file");
        assertThatThrownBy(() -> Skab.read(folder.resolve("none"))).hasMessageContaining("is not a folder");
    }
}
