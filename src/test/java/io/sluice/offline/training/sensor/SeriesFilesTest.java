package io.sluice.offline.training.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.event.Channel;
import io.sluice.event.NumericEvent;
import io.sluice.event.TimestampUnit;
import io.sluice.offline.training.loop.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesFilesTest {
    @TempDir
    private Path folder;

    @Test
    void aFileIsASeriesOfEvents() throws IOException {
        write("b.csv", "timestamp,value\n2026-03-01 12:00:00,1.5\n2026-03-01T13:05:00+01:00,\n");
        Series series = read().get(0);
        assertThat(series.name()).isEqualTo("b.csv");
        assertThat(series.events().get(0).timestamp()).isEqualTo(1_772_366_400_000L);
        assertThat(series.events().get(0).channel(0)).isEqualTo(1.5f);
        assertThat(series.events().get(1).timestamp()).isEqualTo(1_772_366_700_000L);
        assertThat(series.events().get(1).isMissing(0)).isTrue();
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheHeader() throws IOException {
        write("a.csv", "\uFEFFtimestamp,value\n2026-03-01 12:00:00,1.5\n2026-03-01 12:05:00,2\n");
        assertThat(read().get(0).events()).hasSize(2);
    }

    @Test
    void filesAreReadInTheOrderOfTheirNames() throws IOException {
        for (String name : List.of("b.csv", "a.csv", "c.csv")) {
            write(name, "timestamp,value\n2026-03-01 12:00:00,1\n2026-03-01 12:05:00,2\n");
        }
        assertThat(read()).extracting(Series::name).containsExactly("a.csv", "b.csv", "c.csv");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-03-01 12:05:00,2,3      | row 3: 3 columns, but the header has 2",
                "2026-03-01 12:05:00          | row 3: 1 columns, but the header has 2",
                "2026-03-01 12:05:00,warm     | row 3: value \"warm\" is not a number",
                "2026-03-01 12:05:00,1e39     | row 3: value \"1e39\" is not finite as float32",
                "1772323200,2                 | row 3: timestamp is 1772323200, too small for milliseconds since the epoch",
                "yesterday,2                  | row 3: timestamp is \"yesterday\", neither ISO 8601",
            })
    void aBadRowIsReportedWithItsFileAndNumber(String row, String message) throws IOException {
        write("bad.csv", "timestamp,value\n2026-03-01 12:00:00,1\n" + row + "\n");
        assertThatThrownBy(this::read)
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("bad.csv")
                .hasMessageContaining(message);
    }

    @Test
    void anotherHeaderIsRefused() throws IOException {
        write("bad.csv", "time,value\n");
        assertThatThrownBy(this::read).hasMessageContaining("it must have the columns timestamp,value");
    }

    @Test
    void columnsMayComeInAnyOrderAndOthersAreIgnored() throws IOException {
        write("a.csv", "site,value,timestamp\nx,1.5,2026-03-01 12:00:00\n\"y,z\",2,2026-03-01 12:05:00\n");
        SeriesFiles files = files(TimestampUnit.AUTO);
        Series series = files.read(List.of()).get(0);
        assertThat(series.events().get(1).channel(0)).isEqualTo(2f);
        assertThat(series.events().get(1).timestamp()).isEqualTo(1_772_366_700_000L);
        assertThat(files.ignoredColumns()).containsExactly("site");
    }

    @Test
    void timesMayBeNumbersOfTheUnitOfTheRecipe() throws IOException {
        write("a.csv", "timestamp,value\n1772366400,1\n2026-03-01 12:05:00,2\n");
        List<NumericEvent> events =
                files(TimestampUnit.SECONDS).read(List.of()).get(0).events();
        assertThat(events).extracting(NumericEvent::timestamp).containsExactly(1_772_366_400_000L, 1_772_366_700_000L);
    }

    @Test
    void anEmptyFolderIsRefused() {
        assertThatThrownBy(this::read)
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("no .csv file");
    }

    @Test
    void theDataSetHasAllFilesOfTheShippedRecipe() throws IOException {
        Path data = Path.of(System.getenv().getOrDefault("SLUICE_DATA", "../shared/data"), "nab", "data");
        assumeTrue(Files.isDirectory(data), data + " does not exist; set SLUICE_DATA to the folder of the data sets");
        Properties recipe = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("models/sensor-anomaly/recipe.properties"))) {
            recipe.load(reader);
        }
        List<String> names = List.of(recipe.getProperty("data.files").split(","));
        assertThat(new SeriesFiles(data, List.of(new Channel("value", "/value")), TimestampUnit.AUTO).read(names))
                .hasSize(41);
    }

    private List<Series> read() throws IOException {
        return files(TimestampUnit.AUTO).read(List.of());
    }

    private SeriesFiles files(TimestampUnit unit) {
        return new SeriesFiles(folder, List.of(new Channel("value", "/value")), unit);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
