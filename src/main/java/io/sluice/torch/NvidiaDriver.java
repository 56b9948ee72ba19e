package io.sluice.torch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Whether this machine has an NVIDIA driver, seen from its files alone. */
final class NvidiaDriver {
    /** Linux, a container of it, Windows' subsystem for Linux, Tegra, Windows. */
    private static final List<Path> TRACES = List.of(
            Path.of("/proc/driver/nvidia/version"),
            Path.of("/dev/nvidiactl"),
            Path.of("/dev/dxg"),
            Path.of("/dev/nvhost-ctrl-gpu"),
            Path.of(System.getenv().getOrDefault("SystemRoot", "C:\\Windows"), "System32", "nvcuda.dll"));

    private NvidiaDriver() {}

    static boolean isPresent() {
        return TRACES.stream().anyMatch(Files::exists);
    }

    /** What was looked for on this system, for a message. */
    static String traces() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
        return windows ? TRACES.get(4).toString() : TRACES.get(0) + ", " + TRACES.get(1) + ", " + TRACES.get(2);
    }
}
