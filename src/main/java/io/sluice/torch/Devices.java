package io.sluice.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import io.sluice.model.EngineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The device that a setting means: {@code auto}, {@code cpu}, {@code gpu} (the first) or {@code gpu:N} (from 0). */
final class Devices {
    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,4}))?");

    private Devices() {}

    /**
     * @throws IllegalArgumentException where the setting is none of those above
     * @throws EngineException where a GPU is asked for that is not there
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
                        "device \"" + setting + "\" is unknown; it may be auto, cpu, gpu or gpu:N, as gpu:1");
        };
    }

    private static int usableGpus(Engine engine) {
        return engine.hasCapability(StandardCapabilities.CUDA) ? engine.getGpuCount() : 0;
    }

    private static Device gpu(String setting, int index, Engine engine) {
        int count = usableGpus(engine);
        if (count == 0) {
            throw new EngineException("device " + setting + ": there is no GPU that PyTorch " + engine.getVersion()
                    + " can use: " + missing(engine) + "; set the device to auto or cpu");
        }
        if (index >= count) {
            throw new EngineException("device " + setting + ": this machine has gpu:0 to gpu:" + (count - 1));
        }
        return Device.gpu(index);
    }

    private static String missing(Engine engine) {
        if (!NvidiaDriver.isPresent()) {
            return "no NVIDIA driver is here (looked for " + NvidiaDriver.traces() + ")";
        }
        if (engine.getGpuCount() == 0) {
            return "the CUDA runtime library (cudart, looked for in LD_LIBRARY_PATH and jna.library.path) is not here or"
                    + " sees no GPU";
        }
        return "its natives are built for the CPU alone (build with the Maven profile gpu, or set"
                + " PYTORCH_LIBRARY_PATH)";
    }
}
