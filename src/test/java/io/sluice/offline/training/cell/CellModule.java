package io.sluice.offline.training.cell;

import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A module that consists only of a recurrent cell: {@code forward} is one step of the cell. */
final class CellModule {
    private static final String METHODS = """

              def forward(self: __torch__.CellModule,
                x: Tensor,
                state: Tensor) -> Tuple[Tensor, Tensor]:
                return (self).cell_step(x, state)

              def forward_seq(self: __torch__.CellModule,
                x: Tensor,
                state: Tensor) -> Tuple[Tensor, Tensor]:
                return (self).cell_sequence(x, state)

              def explain(self: __torch__.CellModule,
                x: Tensor,
                state: Tensor) -> Tuple[Tensor, Tensor, Dict[str, Tensor]]:
                y, next = (self).cell_step(x, state)
                return (y, next, (self).cell_gates(x, state))
            """;

    private CellModule() {}

    /** Creates random weights, including those that a cell initialises with zero or one. */
    static List<Parameter> weights(RecurrentCell cell, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        List<Parameter> weights = new ArrayList<>();
        for (Parameter weight : cell.initialWeights(random)) {
            Integer[] shape = weight.shape().toArray(Integer[]::new);
            weights.add(
                    RecurrentCell.learns(weight.name())
                            ? Parameter.uniform(weight.name(), random, 0.7, shape)
                            : weight);
        }
        return weights;
    }

    static byte[] archive(RecurrentCell cell, List<Parameter> weights) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(out, "CellModule", weights, cell.methods("CellModule") + METHODS);
        return out.toByteArray();
    }
}
