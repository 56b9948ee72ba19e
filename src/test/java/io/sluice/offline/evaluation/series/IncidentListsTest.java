package io.sluice.offline.evaluation.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.offline.evaluation.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentListsTest {
    private static final long MINUTE = 60_000;

    @TempDir
    private Path folder;

    /** Returns the report on a series with a row a minute. {@code A} marks anomalous rows, {@code #} alerts. */
    private static Report report(String truth, String alerts) {
        Report report = new Report("csv", Path.of("plant.csv"));
        Detection detection = MarkedSeries.detection(truth, alerts, MINUTE);
        IncidentLists.add(report, List.of(detection), (one, row) -> "row " + row);
        return report;
    }

    @Test
    void aFalseAlertNamesTheIncidentCloseToIt() {
        assertThat(report("AA......AA..", "......#.#...").table())
                .contains("closed 1 min before the beginning of a found one")
                .containsPattern("missed: 1\n.*\n.*an alert opened 5 min after its end");
        assertThat(report("AA..........", "......#.....").table())
                .contains("opened 5 min after the end of a missed one");
        assertThat(report("....AA......", "..####......").table()).contains("opened 2 min before its beginning");
    }

    @Test
    void whatIsFarAwayIsNoRelation() {
        assertThat(report("A" + ".".repeat(20) + "..", ".".repeat(20) + "#..").table())
                .doesNotContain("after the end");
    }

    @Test
    void theJsonHasRowsAndSeconds() throws IOException {
        Path json = folder.resolve("report.json");
        report("AA..........", "......#.....").write(json);
        JsonNode relation = new ObjectMapper()
                .readTree(Files.readString(json))
                .path("incidents.false")
                .path(0)
                .path("relation");
        assertThat(relation.path("rows").asInt()).isEqualTo(5);
        assertThat(relation.path("seconds").asDouble()).isEqualTo(300);
        assertThat(relation.path("relation").asText()).isEqualTo("after the end of a missed one");
    }
}
