package io.sluice.offline.imports;

import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;

/** TorchScript files without a bundle. */
public final class BareModule {
    /** The number of float32 in the state of every module here. */
    public static final int STATE = 4;

    private static final String INITIAL_STATE = """
              def initial_state(self: __torch__.Bare, rows: int) -> Tensor:
                return torch.zeros([rows, 4])
            """;

    private BareModule() {}

    /**
     * Returns a module that says the size of its state.
     *
     * @param lines the lines of its forward, which give {@code y} and {@code next} of x and state; it has a parameter
     *     {@code self.w} of [8, 4]
     */
    public static byte[] of(String lines) {
        return withoutInitialState(lines, INITIAL_STATE);
    }

    /** Returns a module with further methods in place of {@code initial_state}. */
    public static byte[] withoutInitialState(String lines, String more) {
        return ofMethods("  def forward(self: __torch__.Bare, x: Tensor, state: Tensor) -> Tuple[Tensor, Tensor]:\n"
                + lines.indent(4) + "    return (y, next)\n" + more);
    }

    /** Returns a module with the given methods. */
    public static byte[] ofMethods(String methods) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try {
            TorchScriptArchive.write(
                    archive, "Bare", List.of(Parameter.uniform("w", new SplittableRandom(1), 1, 8, 4)), methods);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return archive.toByteArray();
    }

    /** Returns a module of one channel, three columns: y is a surprise and an expected reading. */
    public static byte[] good() {
        return of("""
                next = torch.tanh(torch.add(torch.mul(state, 0.5), torch.slice(x, 1, 0, 1)))
                expected = torch.slice(state, 1, 0, 1)
                y = torch.cat([torch.abs(torch.sub(torch.slice(x, 1, 0, 1), expected)), expected], 1)
                """);
    }

    /** Returns a module of one column, whose surprise is the distance of its value from 0. */
    public static byte[] ofRows() {
        return of("y = torch.abs(torch.slice(x, 1, 0, 1))\nnext = state\n");
    }
}
