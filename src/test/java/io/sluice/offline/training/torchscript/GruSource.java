package io.sluice.offline.training.torchscript;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A plain GRU cell with a linear head: a minimal model of the step contract. Its state is the hidden vector.
 *
 * <p>The cell has PyTorch's form, with the gates in the order reset, update, new. Its weights are {@code w_ih [3H, I]},
 * {@code w_hh [3H, H]}, {@code b_ih [3H]}, {@code b_hh [3H]}, {@code w_o [O, H]}, {@code b_o [O]}.
 */
public final class GruSource {
    /** {@code forward(x[B, I], state[B, H]) -> (y[B, O], state'[B, H])} over the parameters named above. */
    public static final String METHODS = """
              def forward(self: __torch__.GruCell,
                x: Tensor,
                state: Tensor) -> Tuple[Tensor, Tensor]:
                h = torch.gru_cell(x, state, self.w_ih, self.w_hh, self.b_ih, self.b_hh)
                y = torch.linear(h, self.w_o, self.b_o)
                return (y, h)
            """;

    private GruSource() {}

    /** Writes the cell with the given weights as a TorchScript archive, and closes {@code out}. */
    public static void write(OutputStream out, List<Parameter> weights) throws IOException {
        TorchScriptArchive.write(out, "GruCell", weights, METHODS);
    }

    /** Creates weights as PyTorch initialises them: uniform between -1 / sqrt(H) and 1 / sqrt(H). */
    public static List<Parameter> weights(int input, int hidden, int output, RandomGenerator random) {
        double bound = 1 / Math.sqrt(hidden);
        return List.of(
                Parameter.uniform("w_ih", random, bound, 3 * hidden, input),
                Parameter.uniform("w_hh", random, bound, 3 * hidden, hidden),
                Parameter.uniform("b_ih", random, bound, 3 * hidden),
                Parameter.uniform("b_hh", random, bound, 3 * hidden),
                Parameter.uniform("w_o", random, bound, output, hidden),
                Parameter.uniform("b_o", random, bound, output));
    }
}
