package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.training.cell.PythonTorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code forward} in the README runs as it is printed there, as a part of the script in {@code docs/models.md}. */
final class ReadmeModelIT {
    @Test
    void theModuleKeepsTheContractOfAModel(@TempDir Path folder) throws IOException, InterruptedException {
        PythonTorch.assumePresent();
        String script = PythonTorch.programsIn(Path.of("docs/models.md")).get(0);
        assertThat(script).contains(PythonTorch.programIn(Path.of("README.md")));
        PythonTorch.runFile(Files.writeString(folder.resolve("pump_lstm.py"), script));
        String shapes =
                PythonTorch.run("""
                import sys, torch
                y, state = torch.jit.load(sys.argv[1])(torch.ones(5, 7), torch.zeros(5, 68))
                print(list(y.shape), list(state.shape), bool((y[:, 0] >= 0).all()))
                """, folder.resolve("models/pump-lstm/model.pt").toString());
        assertThat(shapes.strip()).isEqualTo("[5, 10] [5, 68] True");
    }
}
