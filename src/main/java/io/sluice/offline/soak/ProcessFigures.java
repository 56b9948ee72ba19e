package io.sluice.offline.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Linux says about a process.
 *
 * @param resident the bytes in RAM (VmRSS)
 * @param threads the number of threads
 * @param files the number of open files and connections
 */
public record ProcessFigures(long resident, int threads, int files) {
    private static final Path PROCESSES = Path.of("/proc");

    /** Returns true if this system has figures. */
    public static boolean exist() {
        return Files.isReadable(PROCESSES.resolve("self/status")) && Files.isDirectory(PROCESSES.resolve("self/fd"));
    }

    /** Returns the figures of a process as they are now. */
    public static ProcessFigures of(long pid) throws IOException {
        Path process = PROCESSES.resolve(Long.toString(pid));
        List<String> status = Files.readAllLines(process.resolve("status"));
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return new ProcessFigures(
                    number(status, "VmRSS:") * 1024, Math.toIntExact(number(status, "Threads:")), (int) files.count());
        }
    }

    private static long number(List<String> status, String name) throws IOException {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() ->
                        new IOException("the status of the process has no " + name + " line; the process has ended"));
    }
}
