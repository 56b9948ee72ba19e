package io.sluice.torch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Looks for the files of an NVIDIA driver on this machine. */
final class NvidiaDriver {
    /** Files of the driver on Linux, in a Linux container, in Windows' subsystem for Linux, on Tegra and on Windows. */
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

    /** Lists the files that are looked for on this system, for a message. */
    static String traces() {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
        return windows ? TRACES.get(4).toString() : TRACES.get(0) + ", " + TRACES.get(1) + ", " + TRACES.get(2);
    }
}
