package io.sluice.offline.soak;

/**
 * What a pipeline uses at a moment. Sizes are in bytes.
 *
 * @param seconds the time since the first event
 * @param resident the memory of the process in RAM
 * @param heap the heap in use after the last collection of garbage
 * @param heapCommitted the heap that the JVM has reserved; all of it is in RAM, because the JVM touches it at its start
 * @param nonHeap what the JVM has reserved for classes and compiled code
 * @param threads the threads of the process, those of native libraries too
 * @param files the open files and connections
 * @param lag the events sent whose predictions cannot be read yet
 * @param predictions the committed predictions so far
 * @param cpuSeconds the CPU time of the process so far
 */
public record Sample(
        double seconds,
        long resident,
        long heap,
        long heapCommitted,
        long nonHeap,
        int threads,
        int files,
        long lag,
        long predictions,
        double cpuSeconds) {
    /** Returns all memory in RAM outside the heap: PyTorch, RocksDB, classes, compiled code and stacks. */
    public long nativeMemory() {
        return resident - heapCommitted;
    }
}
