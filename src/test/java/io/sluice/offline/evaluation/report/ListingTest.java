package io.sluice.offline.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
    @TempDir
    private Path folder;

    @Test
    void aLongListIsCutForPeopleAndWholeInTheJson() throws IOException {
        Report report = new Report("csv", Path.of("plant.csv"))
                .listing(new Listing(
                        "incidents.false",
                        "false incidents",
                        IntStream.range(0, 1234)
                                .mapToObj(i -> new Listing.Entry()
                                        .with("key", "<pump " + i + ">")
                                        .with("peak", null)
                                        .values())
                                .toList()));
        assertThat(report.table())
                .contains("false incidents: 1,234", "<pump 19>")
                .doesNotContain("<pump 20>")
                .contains("and 1,214 more; \"incidents.false\" of --report FILE.json has all");
        Path html = folder.resolve("report.html");
        report.writeHtml(html);
        assertThat(html)
                .content()
                .contains("&lt;pump 199&gt;</td><td>-</td>")
                .doesNotContain("pump 200")
                .contains("and 1,034 more");
        Path json = folder.resolve("report.json");
        report.write(json);
        assertThat(new ObjectMapper().readTree(Files.readString(json)).path("incidents.false"))
                .hasSize(1234)
                .last()
                .matches(entry -> entry.path("peak").isNull());
    }
}
