package io.sluice.offline.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine of a benchmark.
 *
 * @param loadAverage the load in the last minute; negative if it is unknown
 */
public record Machine(String cpu, int processors, String java, String system, double loadAverage) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** Describes the machine as it is now. */
    public static Machine now() {
        return new Machine(
                cpuName(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                load());
    }

    /** Returns the load of the machine in the last minute; negative if it is unknown. */
    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** Returns the name of the processor where Linux tells it, else its architecture. */
    private static String cpuName() {
        String architecture = System.getProperty("os.arch");
        if (!Files.isReadable(CPU_INFO)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException e) {
            return architecture;
        }
    }
}
