package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bundle;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import io.sluice.torch.GruBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void aValidBundleIsDescribedAndTimed() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));

        assertThat(check("--device", "cpu")).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines())
                .contains(
                        "model        test-gru 1.0.0, anomaly",
                        "contract     forward(x[B, 3], state[B, 8]) -> (y[B, 2], state'[B, 8])",
                        "input        numeric: value, value.missing, gap.log_seconds",
                        "output       surprise, y1",
                        "fingerprint  "
                                + String.format("%016x", Bundle.open(directory).fingerprint()))
                .anyMatch(line -> line.matches("engine       PyTorch \\S+ on cpu"))
                .anyMatch(
                        line -> line.matches("golden       3 keys, 64 steps reproduced, maximum difference \\S+e-0\\d"))
                .anyMatch(line -> line.matches("step         B = 1 +[\\d.]+ us, +[\\d.]+ us per row"))
                .anyMatch(line -> line.matches("step         B = 512 +[\\d.]+ us, +[\\d.]+ us per row"));
    }

    @Test
    void theValuesThatAreReadingsAreShown() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        Path manifest = directory.resolve("model.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace(
                                "\"name\" : \"value\",",
                                "\"name\" : \"value\", \"range\" : {\"min\" : -50, \"max\" : 150}, \"missing\" : [65535],"));

        assertThat(check("--device", "cpu")).isZero();

        assertThat(out.toString().lines()).contains("readings     value: from -50 to 150, but not 65535");
    }

    @Test
    void anInvalidBundleGivesOneLineAndExitCode2() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));
        Files.writeString(directory.resolve("model.pt"), "cut off");

        assertThat(check()).isEqualTo(2);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("sluice: model " + directory + ": model.json says SHA-256 ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aMissingFolderGivesOneLineAndExitCode2() {
        directory = directory.resolve("gru-3");

        assertThat(check()).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "sluice: model " + directory + ": there is no such folder; give the folder of a bundle");
    }

    @Test
    void anUnknownDeviceGivesExitCode2() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));

        assertThat(check("--device", "tpu")).isEqualTo(2);
        assertThat(err.toString()).startsWith("sluice model check: device \"tpu\" is unknown");
    }

    @Test
    void aMissingGpuGivesOneLineAndExitCode1() throws IOException {
        GruBundle.write(directory, ReferenceGruModel.random(new Sizes(3, 8, 2), 1));

        assertThat(check("--device", "gpu:4000")).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("sluice: device gpu:4000: ");
    }

    private int check(String... options) {
        String[] args = new String[options.length + 3];
        args[0] = "model";
        args[1] = "check";
        args[2] = directory.toString();
        System.arraycopy(options, 0, args, 3, options.length);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
