package io.sluice.offline.evaluation.tsbad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.offline.evaluation.run.EvaluationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedMethodsTest {
    @TempDir
    private Path above;

    private Path data;

    @BeforeEach
    void makeFolder() throws IOException {
        data = Files.createDirectory(above.resolve("u"));
        Files.writeString(data.resolve("a.csv"), "");
    }

    @Test
    void theMeanIsThatOfTheGivenSeries() throws IOException {
        Files.writeString(
                data.resolve("published_u.csv"), "file,POLY,MOMENT (ZS)\na.csv,0.2,1\nb.csv,0.4,0\nc.csv,9,9\n");
        assertThat(PublishedMethods.means(data, List.of("b.csv", "a.csv")))
                .hasSize(2)
                .hasEntrySatisfying("POLY", mean -> assertThat(mean).isBetween(0.3 - 1e-12, 0.3 + 1e-12))
                .containsEntry("MOMENT (ZS)", 0.5);
    }

    @Test
    void theTableMayLieInTheFolderAbove() throws IOException {
        Files.writeString(above.resolve("published_m.csv"), "file,CNN\na.csv,0.25\n");
        assertThat(PublishedMethods.means(data, List.of("a.csv"))).isEqualTo(Map.of("CNN", 0.25));
        assertThat(PublishedMethods.means(data.resolve("a.csv"), List.of("a.csv")))
                .isEqualTo(Map.of("CNN", 0.25));
    }

    @Test
    void aTableWithoutOneOfTheSeriesDoesNotCount() throws IOException {
        Files.writeString(data.resolve("published_u.csv"), "file,CNN\na.csv,0.25\n");
        assertThat(PublishedMethods.means(data, List.of("a.csv", "b.csv"))).isEmpty();
        Files.writeString(data.resolve("published_m.csv"), "file,PCA\na.csv,0.1\nb.csv,0.1\n");
        assertThat(PublishedMethods.means(data, List.of("a.csv", "b.csv"))).containsOnlyKeys("PCA");
    }

    @Test
    void theColumnsThatDescribeASeriesAreNoMethods() throws IOException {
        Files.writeString(data.resolve("uni_mergedTable_VUS-PR.csv"), """
                file,CNN,ts_len,anomaly_len,num_anomaly,avg_anomaly_len,anomaly_ratio,point_anomaly,seq_anomaly
                a.csv,0.25,4031,343,3,114.3,0.08,0,1
                """);
        assertThat(PublishedMethods.means(data, List.of("a.csv"))).containsOnlyKeys("CNN");
    }

    @Test
    void anErrorNamesTheCellThatIsNoNumber() throws IOException {
        Files.writeString(data.resolve("published_u.csv"), "file,CNN\na.csv,none\n");
        assertThatThrownBy(() -> PublishedMethods.means(data, List.of("a.csv")))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("published_u.csv, a.csv: CNN is \"none\"");
    }
}
