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
 * Measures the time of a step of a {@code next-item} model for a size of the catalogue. The model is untrained, and its
 * items recommend random items, because the time does not depend on the weights.
 */
public final class CatalogueTiming implements AutoCloseable {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int HIDDEN = 64;
    private static final int RULES = 8;
    private static final int REPEATS = 7;

    private final NextItemModule module;
    private final Network network;
    private final SplittableRandom random = new SplittableRandom(1);

    /** Builds the model. */
    public CatalogueTiming(int items) throws IOException {
        Engine.getEngine("PyTorch"); // loads the native libraries
        this.module = new NextItemModule(items, CellChoice.GRU.cell(HIDDEN, HIDDEN), 8, RULES, 64, 0);
        this.network = Network.open(archive(items));
    }

    private byte[] archive(int items) throws IOException {
        float[] ids = new float[module.rows() * NextItemModule.RULE_KINDS * RULES];
        float[] shares = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = 1 + random.nextInt(items);
            shares[i] = 1f / RULES;
        }
        double[] popularity = new double[items + 1];
        Arrays.fill(popularity, 1.0 / items);
        List<Parameter> parameters = new ArrayList<>(module.initialWeights(popularity, random));
        parameters.add(new Parameter("rules", List.of(module.rows(), NextItemModule.RULE_KINDS * RULES), ids));
        parameters.add(new Parameter("weights", List.of(module.rows(), NextItemModule.RULE_KINDS * RULES), shares));
        parameters.add(Parameter.filled("support", 1f, module.rows(), 1));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(out, NextItemModule.CLASS_NAME, parameters, module.methods());
        return out.toByteArray();
    }

    /**
     * Returns the CPU time of a call on one thread, in microseconds: the median of {@value #REPEATS} calls after two
     * warm-up calls.
     *
     * @param rows B, the rows of a call; the pipeline pads a batch to at least 4 rows, and splits it for a model of
     *     many items
     */
    public double medianMicros(int rows) {
        double[] micros = new double[REPEATS];
        for (int i = -2; i < REPEATS; i++) {
            double measured = micros(rows);
            if (i >= 0) {
                micros[i] = measured;
            }
        }
        Arrays.sort(micros);
        return micros[REPEATS / 2];
    }

    private double micros(int rows) {
        try (NDManager arrays = network.newArrays()) {
            long[] clicks = random.longs((long) rows * module.recent(), 1, module.items() + 1L)
                    .toArray();
            float[] state = new float[rows * module.sizes().state()];
            for (int i = 0; i < clicks.length; i++) {
                int row = i / module.recent();
                state[row * module.sizes().state() + module.cellStateSize() + i % module.recent()] = clicks[i];
            }
            NDArray x = arrays.create(Arrays.copyOf(clicks, rows), new Shape(rows, 1));
            NDArray before = arrays.create(state, new Shape(rows, module.sizes().state()));
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
