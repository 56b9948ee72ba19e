package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecoveryCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--keys 0 | 2 | sluice recovery: --keys is 0; it must be from 1 to 100000000",
                "--standbys 4 | 2 | sluice recovery: --standbys is 4; it must be from 0 to 3",
                "--hidden 12 | 2 | sluice recovery: --hidden is 12; it must be a multiple of 8",
                "--hidden 64 --model m | 2 | sluice recovery: --hidden and --model each give a model",
                "--heap much | 2 | sluice recovery: --heap is much; give a number with m or g",
                "--set =1 | 2 | sluice recovery: --set has no key; give KEY=VALUE",
                "--model models/sentiment | 2 | input.kind is text, but recovery sends sensor readings",
                "--keys 100000000 --standbys 3 | 1 | sluice: 100,000,000 keys need up to"
            })
    void whatCannotBeMeasuredIsReported(String options, int code, String message) {
        StringWriter err = new StringWriter();
        int found = Main.commandLine().setErr(new PrintWriter(err, true)).execute(("recovery " + options).split(" "));
        assertThat(err.toString()).contains(message);
        assertThat(found).isEqualTo(code);
    }
}
