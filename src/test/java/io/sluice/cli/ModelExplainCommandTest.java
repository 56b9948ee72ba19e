package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import io.sluice.offline.training.item.TinyClicks;
import io.sluice.offline.training.sensor.SensorBundles;
import io.sluice.torch.GruBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExplainCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void eachEventIsPrintedAndThenTheLargestChanges() throws IOException {
        SensorBundles.random(folder.resolve("model"), List.of("value"), 8, 3);
        Path events = Files.writeString(folder.resolve("events.csv"), """
                timestamp,pump,value
                2026-03-01T12:00:00Z,a,1
                2026-03-01T12:05:00Z,b,7
                2026-03-01T12:10:00Z,a,
                2026-03-01T12:15:00Z,a,900
                """);

        assertThat(explain(folder.resolve("model"), events, "--key-field", "pump"))
                .as("%s", err)
                .isZero();

        List<String> lines = out.toString().lines().toList();
        String gates = "replaced 0\\.\\d{3} [#.]{10}  past_used 0\\.\\d{3} [#.]{10}";
        assertThat(lines).hasSize(4 + 1 + 3);
        assertThat(lines.get(0)).matches(" +2  a +" + gates);
        assertThat(lines.get(1)).matches(" +3  b +" + gates);
        assertThat(lines.get(2)).contains("4  a").contains("channel");
        assertThat(lines.get(3)).matches(" +5  a +" + gates);
        assertThat(lines.get(4)).isEqualTo("Largest changes of the memory:");
        assertThat(lines.subList(5, 8))
                .containsExactlyInAnyOrder(lines.get(0), lines.get(1), lines.get(3))
                .isSortedAccordingTo((one, other) -> Double.compare(replaced(other), replaced(one)));
    }

    private static double replaced(String line) {
        int at = line.indexOf("replaced ") + "replaced ".length();
        return Double.parseDouble(line.substring(at, at + 5));
    }

    @Test
    void aNextItemModelShowsItsGatesForEachVisit() throws IOException {
        TinyClicks.bundle(folder.resolve("model"), Map.of());
        Path events = Files.writeString(folder.resolve("events.jsonl"), """
                {"visit": "v", "item": "a-1"}
                {"visit": "w", "item": "nobody's"}
                {"visit": "v"}
                {"visit": "v", "item": "b-2"}
                """);

        assertThat(explain(folder.resolve("model"), events, "--key-field", "visit"))
                .as("%s", err)
                .isZero();

        List<String> lines = out.toString().lines().toList();
        String gates = "replaced 0\\.\\d{3} [#.]{10}  past_used 0\\.\\d{3} [#.]{10}";
        assertThat(lines).hasSize(4 + 1 + 3);
        assertThat(lines.get(0)).matches(" +1  v +" + gates);
        assertThat(lines.get(1)).matches(" +2  w +" + gates);
        assertThat(lines.get(2)).contains("3  v").contains("item");
        assertThat(lines.get(3)).matches(" +4  v +" + gates);
    }

    @Test
    void aTransformerShowsItsAttention() throws IOException {
        SensorBundles.random(folder.resolve("model"), "transformer");
        Path events = Files.writeString(
                folder.resolve("events.csv"), "timestamp,value\n2026-03-01 12:00:00,2\n2026-03-01 12:00:01,3\n");

        assertThat(explain(folder.resolve("model"), events)).as("%s", err).isZero();

        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("attended 1.000 ##########");
        assertThat(lines.get(1)).contains("attended 0.");
    }

    @Test
    void anRnnIsAnErrorBecauseItHasNoGates() throws IOException {
        SensorBundles.random(folder.resolve("model"), "rnn");
        Path events = Files.writeString(folder.resolve("events.csv"), "timestamp,value\n2026-03-01 12:00:00,2\n");

        assertThat(explain(folder.resolve("model"), events)).isEqualTo(2);

        assertThat(err.toString())
                .contains("has no gates")
                .contains(folder.resolve("model").toString());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aModuleWithoutExplainIsAnError() throws IOException {
        GruBundle.write(folder.resolve("model"), ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        Path events = Files.writeString(folder.resolve("events.csv"), "timestamp,value\n2026-03-01 12:00:00,2\n");

        assertThat(explain(folder.resolve("model"), events)).isEqualTo(2);

        assertThat(err.toString())
                .contains("no method explain")
                .contains(folder.resolve("model").toString());
    }

    @Test
    void aFileWithoutAnEventForTheModelIsAnError() throws IOException {
        SensorBundles.random(folder.resolve("model"), List.of("value"), 8, 3);
        Path events = Files.writeString(folder.resolve("events.jsonl"), "{\"temperature\": 3}\n");

        assertThat(explain(folder.resolve("model"), events)).isEqualTo(2);

        assertThat(err.toString())
                .contains(events.toString())
                .contains("the file has no event that this model can read");
    }

    private int explain(Path model, Path events, String... more) {
        String[] arguments = new String[4 + more.length];
        arguments[0] = "model";
        arguments[1] = "explain";
        arguments[2] = model.toString();
        arguments[3] = events.toString();
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
