package io.sluice.runtime;

import io.sluice.model.BundleException;
import io.sluice.model.DeviceSetting;
import io.sluice.model.EngineException;
import io.sluice.model.InferenceEngine;
import io.sluice.model.Manifest;
import io.sluice.model.ModelFile;
import io.sluice.onnx.OnnxFile;
import io.sluice.onnx.OnnxInference;
import io.sluice.torch.TorchFile;
import io.sluice.torch.TorchInference;

/** Chooses the engine of a file of weights by its name: ONNX Runtime for {@code .onnx}, PyTorch for all others. */
public final class Engines {
    private Engines() {}

    /**
     * Starts the engine of the weights.
     *
     * @throws EngineException if it cannot be started, or the setting asks for a GPU that it cannot use
     */
    static InferenceEngine start(Manifest.Weights weights, DeviceSetting device) {
        return isOnnx(weights.file()) ? OnnxInference.start(device) : TorchInference.start(device);
    }

    /**
     * Loads a file that belongs to no bundle yet.
     *
     * @param file the name of the file
     * @param bytes its bytes, which the caller must not change
     * @throws BundleException if it is not a model of the format that its name says
     */
    public static ModelFile open(String file, byte[] bytes) {
        return isOnnx(file) ? OnnxFile.open(file, bytes) : TorchFile.open(file, bytes);
    }

    private static boolean isOnnx(String file) {
        return file.endsWith(".onnx");
    }
}
