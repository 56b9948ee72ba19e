package io.sluice.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import io.sluice.model.EngineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses the device of a setting: {@code auto}, {@code cpu}, {@code gpu} (the first) or {@code gpu:N} (from 0). */
final class Devices {
    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,4}))?");

    private Devices() {}

    /**
     * Returns the device.
     *
     * @throws IllegalArgumentException if the setting is unknown
     * @throws EngineException if the setting asks for a GPU that is missing
     */
    static Device choose(String setting, Engine engine) {
        Matcher gpu = GPU.matcher(setting);
        if (gpu.matches()) {
            return gpu(setting, gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)), engine);
        }
        return switch (setting) {
            case "cpu" -> Device.cpu();
            case "auto" -> usableGpus(engine) > 0 ? Device.gpu(0) : Device.cpu();
            default ->
                throw new IllegalArgumentException(
                        "device \"" + setting + "\" is unknown; set it to auto, cpu, gpu or gpu:N, such as gpu:1");
        };
    }

    private static int usableGpus(Engine engine) {
        return engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
    }

    private static Device gpu(String setting, int index, Engine engine) {
        int count = usableGpus(engine);
        if (count == 0) {
            throw new EngineException("device " + setting + ": PyTorch " + engine.getVersion()
                    + " has no GPU that it can use: " + missing(engine) + "; set the device to auto or cpu");
        }
        if (index >= count) {
            throw new EngineException(
                    "device " + setting + " is missing; this machine has gpu:0 to gpu:" + (count - 1));
        }
        return Device.gpu(index);
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
