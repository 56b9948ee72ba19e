package io.sluice.cli;

import io.sluice.cli.common.TemporaryFolder;
import io.sluice.model.StepModel;
import io.sluice.offline.training.sensor.UntrainedGru;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Measures the CPU time of the steps of an untrained GRU on PyTorch and on ONNX Runtime, alone, in batches and in runs.
 * The calls take turns: one time window for each, then the next round. Other load on the machine therefore affects all
 * of them alike.
 */
final class GruTimes implements AutoCloseable {
    private static final int CAPACITY = 512;

    private final int hidden;
    private final List<StepModel> models = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();

    /** A call of the model, for example {@code ONNX Runtime, 8 x 1} for eight steps of one key. */
    private record Call(String name, int cells, StepTimer timer) {
        double microsPerStep() {
            return timer.windowCpuMicros() / cells;
        }
    }

    /** @param hidden H, the number of units, a multiple of 8 */
    GruTimes(int hidden) throws IOException {
        this.hidden = hidden;
        UntrainedGru network = new UntrainedGru(hidden);
        try (TemporaryFolder folder = new TemporaryFolder("sluice-steps-")) {
            Path torch = folder.path().resolve("torch");
            network.writeTorchScript(torch);
            addCalls("PyTorch", LoadedBundle.open(torch, "cpu"), 1);
            Path onnx = folder.path().resolve("onnx");
            network.writeOnnx(onnx);
            LoadedBundle bundle = LoadedBundle.open(onnx, "cpu");
            addCalls("ONNX Runtime", bundle, bundle.runDifference() == 0 ? 64 : 1);
        }
    }

    private void addCalls(String engine, LoadedBundle bundle, int longestRun) {
        StepModel model = bundle.newStepModel(CAPACITY);
        models.add(model);
        int[][] shapes = {{1, 1}, {1, 32}, {1, 512}, {8, 1}, {64, 1}, {64, 4}};
        for (int[] shape : shapes) {
            if (shape[0] <= longestRun) {
                String name = engine + ", " + shape[0] + " x " + shape[1];
                StepTimer timer = new StepTimer(model, bundle.bundle().golden(), shape[0], shape[1]);
                calls.add(new Call(name, shape[0] * shape[1], timer));
            }
        }
    }

    /**
     * Returns a line for each call, with the median of its rounds.
     *
     * @param rounds the number of time windows of a call, after one for warm-up
     */
    List<String> lines(int rounds) {
        double[][] micros = new double[calls.size()][rounds];
        calls.forEach(Call::microsPerStep);
        for (int round = 0; round < rounds; round++) {
            for (int call = 0; call < calls.size(); call++) {
                micros[call][round] = calls.get(call).microsPerStep();
            }
        }
        return IntStream.range(0, calls.size())
                .mapToObj(call -> String.format(
                        Locale.ROOT,
                        "H = %4d, %-20s %8.2f us of CPU per step",
                        hidden,
                        calls.get(call).name,
                        median(micros[call])))
                .toList();
    }

    private static double median(double[] micros) {
        Arrays.sort(micros);
        return micros[micros.length / 2];
    }

    @Override
    public void close() {
        models.forEach(StepModel::close);
    }
}
