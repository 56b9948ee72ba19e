package io.sluice.offline.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * The throughput of one run. "Per event" is per event of the measured window, if nothing else is said.
 *
 * @param discarded the number of runs before this one that did not count, because a transaction was aborted
 * @param loadAverage the load of the machine in the minute before the run; negative if it is unknown
 * @param cpuMicrosPerEvent the CPU time of the run's process, with the garbage collector and the JIT compiler
 * @param jitShare the time that the threads of the JIT compiler were at work, divided by the length of the window
 * @param allocatedBytesPerEvent the bytes that the threads of the process allocated on the heap
 * @param rowsPerCall the mean number of rows in a call of the model; null without a model
 * @param outputBytesPerEvent the mean size of the value of a prediction, over all events of the run
 * @param heapBytes the heap in use after the window and a garbage collection
 * @param diskBytesPerKey the files below {@code state.dir} after a clean stop; 0 for states in memory
 * @param changelogBytesPerEvent the changelog in the broker's log before it is compacted, over all events of the run
 * @param checksum the checksum of all predictions in any order, in hexadecimal digits
 */
public record Measurement(
        @JsonUnwrapped Turn turn,
        int discarded,
        double loadAverage,
        double eventsPerSecond,
        double cpuMicrosPerEvent,
        double jitShare,
        double allocatedBytesPerEvent,
        @Nullable Double rowsPerCall,
        double outputBytesPerEvent,
        long heapBytes,
        double diskBytesPerKey,
        double changelogBytesPerEvent,
        String checksum) {}
