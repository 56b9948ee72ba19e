package io.sluice.offline.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A learner with all features of a training: a table of which a window reads only some rows, dropout, a state that is
 * carried from window to window, and batches in random order. An example is a number from 0 to 9. The module learns
 * from the tokens {@code 2 + number} and 1 if the number is odd.
 */
public final class TinyLearner implements Learner<Integer, TinyLearner.None> {
    static final int TABLE_ROWS = 40;

    private static final int WIDTH = 8;
    private static final int WINDOWS = 3;
    private static final String METHODS = """
              def logit(self: __torch__.Tiny,
                ids: Tensor,
                state: Tensor) -> Tuple[Tensor, Tensor]:
                pooled = torch.mean(torch.embedding(self.table, ids), [1], False)
                kept = torch.dropout(pooled, 0.25, self.training)
                h = torch.gru_cell(kept, state, self.w_ih, self.w_hh, self.b_ih, self.b_hh)
                return (torch.linear(h, self.w_o, self.b_o), h)
            """;

    private final boolean sparse;

    /** @param sparse true if windows name the rows of the table that they read */
    TinyLearner(boolean sparse) {
        this.sparse = sparse;
    }

    /** Metrics without any figure. */
    public record None() implements Metrics {
        @Override
        public String summary() {
            return "";
        }
    }

    @Override
    public byte[] initial() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(
                out,
                "Tiny",
                List.of(
                        Parameter.uniform("table", random, 0.5, TABLE_ROWS, WIDTH),
                        Parameter.uniform("w_ih", random, 0.5, 3 * WIDTH, WIDTH),
                        Parameter.uniform("w_hh", random, 0.5, 3 * WIDTH, WIDTH),
                        Parameter.uniform("b_ih", random, 0.5, 3 * WIDTH),
                        Parameter.uniform("b_hh", random, 0.5, 3 * WIDTH),
                        Parameter.uniform("w_o", random, 0.5, 1, WIDTH),
                        Parameter.zeros("b_o", 1)),
                METHODS);
        return out.toByteArray();
    }

    @Override
    public Batches batches(List<Integer> examples) {
        return new Batches() {
            @Override
            public int windows() {
                return WINDOWS * examples.size();
            }

            @Override
            public Iterable<List<Window>> epoch(RandomGenerator random) {
                List<Integer> shuffled = new ArrayList<>(examples);
                Collections.shuffle(shuffled, new Random(random.nextLong()));
                return shuffled.stream().map(TinyLearner.this::windowsOf).toList();
            }
        };
    }

    private List<Window> windowsOf(int example) {
        return IntStream.range(0, WINDOWS)
                .<Window>mapToObj(i -> new ParityWindow(example))
                .toList();
    }

    private final class ParityWindow implements Window {
        private final int number;

        ParityWindow(int number) {
            this.number = number;
        }

        @Override
        public long targets() {
            return 4;
        }

        @Override
        public Result run(Network network, NDManager arrays, NDList carried) {
            long[] ids = IntStream.range(0, 4)
                    .flatMap(row -> IntStream.of(2 + number, 1))
                    .asLongStream()
                    .toArray();
            NDArray state = carried.isEmpty() ? arrays.zeros(new Shape(4, WIDTH)) : carried.get(0);
            NDList found = network.call("logit", arrays.create(ids, new Shape(4, 2)), state);
            NDArray loss = found.get(0).sub(number % 2).square().mean();
            Map<String, NDArray> rows = Map.of("table", arrays.create(new long[] {1, 2 + number}));
            return new Result(loss, new NDList(found.get(1)), sparse ? rows : Map.of());
        }
    }

    @Override
    public None measure(byte[] archive, List<Integer> examples) {
        return new None();
    }

    @Override
    public void write(Path folder, byte[] archive, Evidence<None> evidence) {
        throw new UnsupportedOperationException();
    }
}
