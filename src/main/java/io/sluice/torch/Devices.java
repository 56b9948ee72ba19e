package io.sluice.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import io.sluice.model.DeviceSetting;
import io.sluice.model.EngineException;

/** Chooses the device of a setting. */
final class Devices {
    private Devices() {}

    /**
     * Returns the device.
     *
     * @throws EngineException if the setting asks for a GPU that is missing
     */
    static Device choose(DeviceSetting setting, Engine engine) {
        return switch (setting.kind()) {
            case AUTO -> usableGpus(engine) > 0 ? Device.gpu(0) : Device.cpu();
            case CPU -> Device.cpu();
            case GPU -> gpu(setting, engine);
        };
    }

    private static int usableGpus(Engine engine) {
        return engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
    }

    private static Device gpu(DeviceSetting setting, Engine engine) {
        int count = usableGpus(engine);
        if (count == 0) {
            throw new EngineException("device " + setting.text() + ": PyTorch " + engine.getVersion()
                    + " has no GPU that it can use: " + missing(engine) + "; set the device to auto or cpu");
        }
        if (setting.index() >= count) {
            throw new EngineException(
                    "device " + setting.text() + " is missing; this machine has gpu:0 to gpu:" + (count - 1));
        }
        return Device.gpu(setting.index());
    }

    private static String missing(Engine engine) {
        if (!NvidiaDriver.isPresent()) {
            return "this machine has no NVIDIA driver (looked for " + NvidiaDriver.traces() + ")";
        }
        if (engine.getGpuCount() == 0) {
            return "the CUDA runtime library (cudart, looked for in LD_LIBRARY_PATH and jna.library.path) is missing or"
                    + " finds no GPU";
        }
        return "its native libraries support only the CPU (build with the Maven profile gpu, or set"
                + " PYTORCH_LIBRARY_PATH)";
    }
}
