package io.sluice.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.model.DeviceSetting;
import io.sluice.model.EngineException;
import io.sluice.model.InferenceEngine;
import io.sluice.model.StepModel;

/** PyTorch on one device. */
public final class TorchInference implements InferenceEngine {
    private final Engine engine;
    private final Device device;

    private TorchInference(Engine engine, Device device) {
        this.engine = engine;
        this.device = device;
    }

    /**
     * Starts PyTorch.
     *
     * @throws EngineException if PyTorch cannot be started, or the setting asks for a GPU that is missing
     */
    public static TorchInference start(DeviceSetting setting) {
        Engine engine = TorchEngine.start();
        return new TorchInference(engine, Devices.choose(setting, engine));
    }

    @Override
    public StepModel newStepModel(Bundle bundle, int capacity) {
        return new TorchStepModel(bundle, engine, device, capacity);
    }

    /**
     * Makes an explainer, which steps keys one by one and returns the gates of each step. The caller closes it.
     *
     * @throws BundleException if the module has no method {@code explain}
     */
    public Explainer newExplainer(Bundle bundle) {
        try (StepModel model = newStepModel(bundle, TorchStepModel.SMALLEST_BUCKET)) {
            return new Explainer(bundle, engine, device, model.initialState());
        }
    }

    @Override
    public String name() {
        return engine.getEngineName() + " " + engine.getVersion();
    }

    @Override
    public String device() {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }
}
