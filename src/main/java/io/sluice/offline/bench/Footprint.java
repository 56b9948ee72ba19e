package io.sluice.offline.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The room that a run of the pipeline took after its last event.
 *
 * @param heapBytes the heap in use after a garbage collection, with what the benchmark itself keeps
 * @param diskBytesPerKey the files below {@code state.dir} after a clean stop; 0 for states in memory
 * @param changelogBytesPerEvent the changelog in the broker's log, before it is compacted
 */
public record Footprint(long heapBytes, double diskBytesPerKey, double changelogBytesPerEvent) {

    /** Returns the heap in use after a garbage collection. */
    static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Returns the bytes of the files below a folder. */
    static long files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> files = paths.filter(Files::isRegularFile).toList();
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
