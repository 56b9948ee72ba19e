package io.sluice.offline.training.cell;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.offline.training.torchscript.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PyTorch in Python opens the archive of each cell, as it is saved after training, and gives the same results. */
class CellsInPythonIT {
    private static final int INPUT = 5;
    private static final int HIDDEN = 8;

    /** Prints for each archive of the folder the largest difference from the steps that Java computed. */
    private static final String PROGRAM = """
            import json, pathlib, sys, torch
            for file in sorted(pathlib.Path(sys.argv[1]).glob("*.pt")):
                module, steps = torch.jit.load(str(file)), json.load(open(file.with_suffix(".json")))
                x, state, worst = torch.tensor(steps["x"]), torch.zeros(4, steps["state"]), 0.0
                with torch.no_grad():
                    sequence, last = module.forward_seq(x, state)
                    for t, expected in enumerate(steps["y"]):
                        explained, kept, gates = module.explain(x[t], state)
                        y, state = module(x[t], state)
                        assert set(gates) == set(steps["gates"])
                        assert torch.equal(explained, y) and torch.equal(kept, state)
                        worst = max(worst, (y - torch.tensor(expected)).abs().max().item())
                        worst = max(worst, (y - sequence[t]).abs().max().item())
                print(file.stem, worst, flush=True)
            """;

    @TempDir
    private Path folder;

    @Test
    void theArchiveOfEveryCellGivesTheSameResults() throws IOException, InterruptedException {
        PythonTorch.assumePresent();
        for (CellKind kind : CellKind.values()) {
            write(kind, new RecurrentCell(kind, INPUT, HIDDEN, 2, 3));
        }
        List<String> lines = PythonTorch.run(PROGRAM, folder.toString()).lines().toList();
        assertThat(lines).hasSameSizeAs(CellKind.values());
        assertThat(lines).allSatisfy(line -> assertThat(Double.parseDouble(line.substring(line.indexOf(" "))))
                .as(line)
                .isLessThan(1e-5));
    }

    private void write(CellKind kind, RecurrentCell cell) throws IOException {
        byte[] archive = CellModule.archive(cell, CellModule.weights(cell, 1));
        try (Network network = Network.trainable(archive);
                NDManager arrays = network.newArrays()) {
            network.setLearning(false);
            NDArray x = arrays.randomNormal(new Shape(7, 4, INPUT));
            NDList sequence = network.call("forward_seq", x, arrays.zeros(new Shape(4, cell.state())));
            Map<String, Object> steps = new HashMap<>();
            steps.put("x", nested(x));
            steps.put("y", nested(sequence.get(0)));
            steps.put("state", cell.state());
            steps.put("gates", cell.gates());
            Files.write(folder.resolve(kind.key() + ".pt"), network.archive());
            new ObjectMapper().writeValue(folder.resolve(kind.key() + ".json").toFile(), steps);
        }
    }

    private static List<List<List<Float>>> nested(NDArray array) {
        return rows(array).stream()
                .map(step -> rows(step).stream().map(CellsInPythonIT::floats).toList())
                .toList();
    }

    private static List<NDArray> rows(NDArray array) {
        return LongStream.range(0, array.getShape().get(0)).mapToObj(array::get).toList();
    }

    private static List<Float> floats(NDArray row) {
        return Arrays.stream(row.toArray()).map(Number::floatValue).toList();
    }
}
