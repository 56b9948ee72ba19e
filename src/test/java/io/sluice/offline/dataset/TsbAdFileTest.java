package io.sluice.offline.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.Timestamps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsbAdFileTest {
    private static final String NAME = "006_NAB_id_6_Web_Service_tr_2_1st_3.csv";

    @TempDir
    private Path folder;

    private Path file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private TsbAdSeries read(String... lines) throws IOException {
        return TsbAdFile.list(file(NAME, lines)).get(0).read(1);
    }

    @Test
    void theNameHasTheSourceAndTheTrainRows() throws IOException {
        TsbAdSeries series = read("Data,Label", "1,0", "2.5,0.0", "3,0", "4e1,1", "5,1.0", "6,0", "7,1");
        assertThat(series.name()).isEqualTo(NAME);
        assertThat(series.source()).isEqualTo("NAB");
        assertThat(series.trainRows()).isEqualTo(2);
        assertThat(series.readings().column(0, 0)).containsExactly(1.0, 2.5, 3.0, 40.0, 5.0, 6.0, 7.0);
        assertThat(series.anomalies()).containsExactly(new RowRange(3, 4), new RowRange(6, 6));
        assertThat(series.missing()).isZero();
    }

    @Test
    void rowsAreFiveMinutesApart() throws IOException {
        TsbAdSeries series = read("Data,Label", "1,0", "1,1");
        assertThat(Timestamps.format(series.readings().time(0))).isEqualTo("2000-01-01T00:00:00.000Z");
        assertThat(Timestamps.format(series.readings().time(1))).isEqualTo("2000-01-01T00:05:00.000Z");
    }

    @Test
    void onlyTheFirstColumnsAreReadIfFewerAreAsked() throws IOException {
        TsbAdFile file =
                TsbAdFile.list(file(NAME, "a,b,c,Label", "1,2,3,0", "4,5,6,1")).get(0);
        assertThat(file.columns()).containsExactly("a", "b", "c");
        assertThat(file.read(2).readings().columns()).containsExactly("a", "b");
        assertThat(file.read(2).readings().value(1, 1)).isEqualTo(5);
    }

    @Test
    void aRowWithAMissingCellIsLeftOut() throws IOException {
        TsbAdFile file = TsbAdFile.list(file(NAME, "a,b,Label", "1,2,0", "3,,1", "NaN,4,0", "5,6,1"))
                .get(0);
        TsbAdSeries series = file.read(1);
        assertThat(series.readings().column(0, 0)).containsExactly(1.0, 5.0);
        assertThat(series.anomalies()).containsExactly(new RowRange(1, 1));
        assertThat(series.missing()).isEqualTo(2);
    }

    @Test
    void aFolderHasItsSeriesInOrderAndOtherFilesDoNotCount() throws IOException {
        file("2_B_tr_1_1st_1.csv", "Data,Label", "1,1");
        file("1_A_tr_1_1st_1.csv", "Data,Label", "1,1");
        file("published_u.csv", "file,CNN");
        assertThat(TsbAdFile.list(folder)).extracting(TsbAdFile::source).containsExactly("A", "B");
    }

    @Test
    void errorsNameTheFileAndTheRow() throws IOException {
        assertThatThrownBy(() -> TsbAdFile.list(folder))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("has no file whose name ends in _tr_N_1st_M.csv");
        assertThatThrownBy(() -> TsbAdFile.list(file("series.csv", "Data,Label", "1,1")))
                .hasMessageContaining("series.csv: the name does not end in _tr_N_1st_M.csv");
        assertThatThrownBy(() -> read("Data,Anomaly", "1,1"))
                .hasMessageContaining("row 1: the header is Data,Anomaly; it must name the columns and then Label");
        assertThatThrownBy(() -> read("Data,Label", "1,0", "x,1"))
                .hasMessageContaining("row 3: Data \"x\" is not a number");
        assertThatThrownBy(() -> read("Data,Label", "1,0", "Infinity,1"))
                .hasMessageContaining("row 3: Data \"Infinity\" is not finite");
        assertThatThrownBy(() -> read("Data,Label", "1,2")).hasMessageContaining("row 2: Label is \"2\"");
        assertThatThrownBy(() -> read("Data,Label", "1,2,0"))
                .hasMessageContaining("row 2: 3 cells, but the header has 2");
        assertThatThrownBy(() -> read("Data,Label", "1,0")).hasMessageContaining("has no row with Label 1");
        assertThatThrownBy(() -> read("Data,Label", "1,1"))
                .hasMessageContaining("the first 2 rows are the train part, but the file has 1 rows");
    }
}
