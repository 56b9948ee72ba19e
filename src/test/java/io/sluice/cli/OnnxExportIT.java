package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.training.cell.PythonTorch;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of docs/models.md that exports ONNX makes a file that is imported and gives what PyTorch gives. */
class OnnxExportIT {
    private static final String SAVE = "torch.jit.script(module).save('plant.pt')\n";

    /** Prints the largest difference between the golden vectors and PyTorch's module. */
    private static final String COMPARE = """
            import json, sys, torch
            torch.set_num_threads(1)
            module = torch.jit.load(sys.argv[1])
            worst = 0.0
            for key in json.load(open(sys.argv[2]))["keys"]:
                y, states = module(torch.tensor(key["x"]).unsqueeze(1), torch.zeros(1, 64))
                worst = max(worst, (y[:, 0] - torch.tensor(key["y"])).abs().max().item())
                worst = max(worst, (states[-1, 0] - torch.tensor(key["state"])).abs().max().item())
            print(worst)
            """;

    @TempDir
    Path folder;

    @Test
    void theExportedFileGivesWhatPyTorchGives() throws IOException, InterruptedException {
        PythonTorch.assumePresent();
        String program = PythonTorch.programsIn(Path.of("docs/models.md")).stream()
                .filter(text -> text.contains("torch.onnx.export"))
                .findFirst()
                .orElseThrow();
        PythonTorch.runFile(Files.writeString(folder.resolve("export.py"), program + SAVE));

        Path bundle = folder.resolve("bundle");
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "model",
                        "import",
                        folder.resolve("plant.onnx").toString(),
                        "--task",
                        "anomaly",
                        "--channels",
                        "value",
                        "--out",
                        bundle.toString());
        assertThat(code).as("%s", err).isZero();

        LoadedBundle loaded = LoadedBundle.open(bundle, "cpu");
        assertThat(loaded.rowDifference()).isZero();
        assertThat(loaded.runDifference()).isZero();
        assertThat(loaded.longestRun()).isGreaterThan(1);
        String golden = bundle.resolve("golden.json").toString();
        String worst = PythonTorch.run(COMPARE, folder.resolve("plant.pt").toString(), golden);
        assertThat(Double.parseDouble(worst.strip())).isLessThan(1e-5);
    }
}
