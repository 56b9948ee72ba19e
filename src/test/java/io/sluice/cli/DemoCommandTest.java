package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
    private final StringWriter err = new StringWriter();

    @Test
    void theErrorForANumberOutOfRangeGivesTheRange() {
        assertThat(error("--events", "0")).startsWith("sluice demo: --events is 0; it must be at least 1\n");
        assertThat(error("--rate", "0"))
                .startsWith("sluice demo: --rate is 0.0; it must be above 0 and at most 1000000\n");
        assertThat(error("--http-port", "65536"))
                .startsWith("sluice demo: --http-port is 65536; it must be from 0 to 65535\n");
    }

    @Test
    void pumpsHaveOneToEightChannelsAndTextsHaveNone() {
        assertThat(error("--channels", "0")).startsWith("sluice demo: --channels is 0; it must be from 1 to 8\n");
        assertThat(error("--channels", "-1")).startsWith("sluice demo: --channels is -1; it must be from 1 to 8\n");
        assertThat(error("--channels", "9")).startsWith("sluice demo: --channels is 9; it must be from 1 to 8\n");
        assertThat(error("--channels", "abc")).contains("--channels").contains("'abc' is not an int");
        assertThat(error("text", "--channels", "1"))
                .startsWith("sluice demo: --channels is 1, but only sensor has channels; remove it\n");
    }

    @Test
    void theErrorForAnUnknownSubjectListsTheKnownOnes() {
        assertThat(error("stars")).contains("[sensor, text, items]").contains("stars");
    }

    private String error(String... options) {
        String[] args = new String[options.length + 1];
        args[0] = "demo";
        System.arraycopy(options, 0, args, 1, options.length);
        err.getBuffer().setLength(0);
        assertThat(Main.commandLine().setErr(new PrintWriter(err, true)).execute(args))
                .isEqualTo(2);
        return err.toString();
    }
}
