package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
    private final StringWriter err = new StringWriter();

    @Test
    void aNumberOutOfRangeIsRefusedWithItsRange() {
        assertThat(refused("--events", "0")).startsWith("sluice demo: --events 0: at least 1\n");
        assertThat(refused("--rate", "0")).startsWith("sluice demo: --rate 0.0: above 0, at most 1000000\n");
        assertThat(refused("--http-port", "65536")).startsWith("sluice demo: --http-port 65536: 0 to 65535\n");
    }

    @Test
    void pumpsHaveUpToEightChannelsAndTextsHaveNone() {
        assertThat(refused("--channels", "0")).startsWith("sluice demo: --channels 0: 1 to 8\n");
        assertThat(refused("--channels", "-1")).startsWith("sluice demo: --channels -1: 1 to 8\n");
        assertThat(refused("--channels", "9")).startsWith("sluice demo: --channels 9: 1 to 8\n");
        assertThat(refused("--channels", "abc")).contains("--channels").contains("'abc' is not an int");
        assertThat(refused("text", "--channels", "1"))
                .startsWith("sluice demo: --channels 1: only sensors have channels\n");
    }

    @Test
    void whatCannotBeSimulatedIsRefusedWithWhatCanBe() {
        assertThat(refused("stars")).contains("[sensor, text, items]").contains("stars");
    }

    private String refused(String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "demo";
        System.arraycopy(options, 0, args, 1, options.length);
        err.getBuffer().setLength(0);
        assertThat(Main.commandLine().setErr(new PrintWriter(err, true)).execute(args))
                .isEqualTo(2);
        return err.toString();
    }
}
