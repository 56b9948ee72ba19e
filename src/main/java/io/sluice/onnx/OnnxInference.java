package io.sluice.onnx;

import io.sluice.model.Bundle;
import io.sluice.model.DeviceSetting;
import io.sluice.model.EngineException;
import io.sluice.model.InferenceEngine;
import io.sluice.model.StepModel;
import java.io.IOException;
import java.io.UncheckedIOException;

/** ONNX Runtime on the CPU. */
public final class OnnxInference implements InferenceEngine {
    private OnnxInference() {}

    /**
     * Starts ONNX Runtime.
     *
     * @throws EngineException if it cannot be started, or the setting asks for a GPU
     */
    public static OnnxInference start(DeviceSetting setting) {
        if (setting.kind() == DeviceSetting.Kind.GPU) {
            throw new EngineException("device " + setting.text() + ": Sluice runs ONNX models on the CPU only; set the"
                    + " device to auto or cpu, or use a TorchScript model (model.pt), which PyTorch runs on a GPU");
        }
        OnnxRuntime.start();
        return new OnnxInference();
    }

    @Override
    public StepModel newStepModel(Bundle bundle, int capacity) {
        try {
            byte[] weights = bundle.weights().readAllBytes();
            return new OnnxStepModel(bundle.manifest(), bundle.vocabulary(), weights, capacity);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot be read", e);
        }
    }

    @Override
    public String name() {
        return OnnxRuntime.name();
    }

    @Override
    public String device() {
        return "cpu";
    }
}
