package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SoakCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--minutes 0 | --minutes is 0.0; it must be above 0, and at most 10080 (a week)",
                "--rate 0 | --rate is 0; it must be from 1 to 100000",
                "--every 0 | --every is 0; it must be from 1 to 3600",
                "--keys 0 | --keys is 0; it must be from 1 to 1000000",
                "--skew -1 | --skew is -1.0; it must be from 0 to 10",
                "--hot-key 2 | --hot-key is 2.0; it must be from 0 to 1",
                "--hot-key 0.5 --keys 1 | --hot-key is 0.5, but --keys is 1",
                "--overload 1 | --overload is 1.0; it must be above 1, and at most 10",
                "--heap much | --heap is much; give a number with m or g, for example 512m",
                "--model models/sentiment | --model models/sentiment: input.kind is text, but soak sends sensor readings"
            })
    void anOptionThatMakesNoSenseIsReported(String options, String message) {
        StringWriter err = new StringWriter();
        int code = Main.commandLine().setErr(new PrintWriter(err, true)).execute(("soak " + options).split(" "));
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("sluice soak: " + message);
    }
}
