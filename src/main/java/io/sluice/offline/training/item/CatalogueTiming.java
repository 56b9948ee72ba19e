package io.sluice.offline.training.item;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.offline.training.cell.CellChoice;
import io.sluice.offline.training.torchscript.Network;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How long a step of a {@code next-item} model takes by the size of its catalogue: an untrained model whose items each
 * speak for others that were drawn, as time does not depend on what was learned.
 */
public final class CatalogueTiming implements AutoCloseable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int HIDDEN = 64;
    private static final int RULES = 8;
    private static final int REPEATS = 7;

    private final NextItemModule cell;
    private final Network network;
    private final SplittableRandom random = new SplittableRandom(1);

    /** Makes the model. */
    public CatalogueTiming(int items) throws IOException {
        Engine.getEngine("PyTorch"); // loads the natives
        this.cell = new NextItemModule(items, CellChoice.GRU.cell(HIDDEN, HIDDEN), 8, RULES, 64, 0);
        this.network = Network.open(archive(items));
    }

    private byte[] archive(int items) throws IOException {
        float[] ids = new float[cell.rows() * NextItemModule.RULES * RULES];
        float[] shares = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = 1 + random.nextInt(items);
            shares[i] = 1f / RULES;
        }
        double[] popularity = new double[items + 1];
        Arrays.fill(popularity, 1.0 / items);
        List<Parameter> parameters = new ArrayList<>(cell.initialWeights(popularity, random));
        parameters.add(new Parameter("rules", List.of(cell.rows(), NextItemModule.RULES * RULES), ids));
        parameters.add(new Parameter("weights", List.of(cell.rows(), NextItemModule.RULES * RULES), shares));
        parameters.add(Parameter.filled("support", 1f, cell.rows(), 1));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(out, NextItemModule.CLASS_NAME, parameters, cell.methods());
        return out.toByteArray();
    }

    /**
     * Microseconds of CPU of a call, which one thread computes: the median of {@value #REPEATS} after two that warm up.
     *
     * @param rows B, as the model is called: the pipeline fills up to 4 rows, and calls a model of many items for some
     *     rows at a time
     */
    public double medianMicros(int rows) {
        double[] micros = new double[REPEATS];
        for (int i = -2; i < REPEATS; i++) {
            double found = micros(rows);
            if (i >= 0) {
                micros[i] = found;
            }
        }
        Arrays.sort(micros);
        return micros[REPEATS / 2];
    }

    private double micros(int rows) {
        try (NDManager arrays = network.newArrays()) {
            long[] clicks = random.longs((long) rows * cell.recent(), 1, cell.items() + 1L)
                    .toArray();
            float[] state = new float[rows * cell.sizes().state()];
            for (int i = 0; i < clicks.length; i++) {
                int row = i / cell.recent();
                state[row * cell.sizes().state() + cell.memory() + i % cell.recent()] = clicks[i];
            }
            NDArray x = arrays.create(Arrays.copyOf(clicks, rows), new Shape(rows, 1));
            NDArray before = arrays.create(state, new Shape(rows, cell.sizes().state()));
            long begin = THREADS.getCurrentThreadCpuTime();
            network.call("forward", x, before).get(0).toFloatArray();
            return (THREADS.getCurrentThreadCpuTime() - begin) / 1e3;
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
