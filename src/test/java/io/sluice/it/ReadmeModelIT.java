package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.training.cell.PythonTorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module in the README runs as it is printed there. */
final class ReadmeModelIT {
    @Test
    void theModuleKeepsTheContractOfAModel(@TempDir Path folder) throws IOException, InterruptedException {
        PythonTorch.assumePresent();
        PythonTorch.runFile(
                Files.writeString(folder.resolve("pump_gru.py"), PythonTorch.programIn(Path.of("README.md"))));
        String shapes = PythonTorch.run("""
                import sys, torch
                y, state = torch.jit.load(sys.argv[1])(torch.ones(5, 3), torch.zeros(5, 33))
                print(list(y.shape), list(state.shape), bool((y[:, 0] >= 0).all()))
                """, folder.resolve("model.pt").toString());
        assertThat(shapes.strip()).isEqualTo("[5, 2] [5, 33] True");
    }
}
