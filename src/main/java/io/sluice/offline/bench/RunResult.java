package io.sluice.offline.bench;

/**
 * What the process of a run says of it.
 *
 * @param events the number of events in the measured window
 * @param nanos the length of the window
 * @param cpuNanos the CPU time of the process in the window, with the garbage collector and the JIT compiler; the
 *     broker runs in another process
 * @param jitNanos the time that the threads of the JIT compiler were at work in the window
 * @param allocatedBytes the bytes that the threads of the process allocated on the heap in the window
 * @param calls the number of calls of the model in the window; 0 without a model
 * @param rows the number of rows in these calls
 * @param heapBytes the heap in use after the window and a garbage collection
 * @param diskBytes the files below {@code state.dir} after a clean stop
 */
public record RunResult(
        long events,
        long nanos,
        long cpuNanos,
        long jitNanos,
        long allocatedBytes,
        long calls,
        double rows,
        long heapBytes,
        long diskBytes) {}
