package io.sluice.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.sluice.feature.NumericEncoder;
import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.model.EngineException;
import io.sluice.model.GoldenVectors.Tolerance;
import io.sluice.model.GoldenVectors.Tolerances;
import io.sluice.model.Manifest;
import io.sluice.model.RowInvariance;
import io.sluice.model.StepModel;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A bundle that PyTorch has loaded and that has reproduced its golden vectors on the device chosen. It makes the
 * {@link StepModel} of each thread.
 */
public final class TorchBundle {
    private final Bundle bundle;
    private final Engine engine;
    private final Device device;
    private final double goldenDifference;
    private final double rowDifference;

    private TorchBundle(Bundle bundle, Engine engine, Device device) {
        this.bundle = bundle;
        this.engine = engine;
        this.device = device;
        Tolerances tolerances = bundle.golden().tolerance();
        Tolerance tolerance = device.isGpu() ? tolerances.gpu() : tolerances.cpu();
        try (StepModel model = new TorchStepModel(bundle, engine, device, TorchStepModel.SMALLEST_BUCKET)) {
            this.goldenDifference = bundle.golden().verify(model, tolerance);
            this.rowDifference = RowInvariance.measure(model, bundle.golden(), tolerance);
        }
    }

    /**
     * Opens, loads and verifies a bundle.
     *
     * @param device {@code auto} (the first GPU, or the CPU where there is none), {@code cpu}, {@code gpu},
     *     {@code gpu:N}
     * @throws BundleException where the bundle cannot be used: one line that names it
     * @throws EngineException where PyTorch cannot be started, or a GPU is asked for that is not there
     * @throws IllegalArgumentException where {@code device} is none of the above
     */
    public static TorchBundle open(Path directory, String device) {
        Bundle bundle = Bundle.open(directory);
        return naming(directory, () -> {
            requireColumns(bundle.manifest().input());
            Engine engine = TorchEngine.start();
            Device chosen = Devices.choose(device, engine);
            return new TorchBundle(bundle, engine, chosen);
        });
    }

    private static void requireColumns(Manifest.Input input) {
        try {
            new NumericEncoder(
                    input.fields().stream().map(Manifest.Input.Field::name).toList(), input.columns());
        } catch (IllegalArgumentException e) {
            throw new BundleException("model.json: " + e.getMessage(), e);
        }
    }

    private static <T> T naming(Path directory, Supplier<T> load) {
        try {
            return load.get();
        } catch (BundleException e) {
            throw new BundleException("model " + directory + ": " + e.getMessage(), e);
        }
    }

    /**
     * A new instance of the model, loaded and warmed up, for one thread. The caller closes it.
     *
     * @param capacity the rows of the largest batch that it will step
     */
    public StepModel newStepModel(int capacity) {
        return naming(bundle.directory(), () -> new TorchStepModel(bundle, engine, device, capacity));
    }

    public Bundle bundle() {
        return bundle;
    }

    /** The device as the setting has it: {@code cpu} or {@code gpu:N}. */
    public String device() {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    /** The engine's name and version. */
    public String engine() {
        return engine.getEngineName() + " " + engine.getVersion();
    }

    /** The largest absolute difference between the golden vectors and what this device computed. */
    public double goldenDifference() {
        return goldenDifference;
    }

    /**
     * The largest absolute difference that a row's place in a batch was seen to make; 0 where batching changes no bit.
     */
    public double rowDifference() {
        return rowDifference;
    }
}
