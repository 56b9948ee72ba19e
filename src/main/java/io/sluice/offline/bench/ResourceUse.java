package io.sluice.offline.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this process has used up to a moment, or between two moments.
 *
 * @param cpuNanos the CPU time of all threads, with the garbage collector and the JIT compiler
 * @param jitNanos the time that the threads of the JIT compiler were at work, which is no CPU time; 0 if this JVM does
 *     not know it
 * @param allocatedBytes the bytes that the living threads of Java allocated on the heap, without the calling thread
 */
record ResourceUse(long cpuNanos, long jitNanos, long allocatedBytes) {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Returns what this process has used so far. */
    static ResourceUse now() {
        return new ResourceUse(SYSTEM.getProcessCpuTime(), jit(), allocated());
    }

    /** Returns what was used after {@code before}. */
    ResourceUse since(ResourceUse before) {
        return new ResourceUse(
                cpuNanos - before.cpuNanos, jitNanos - before.jitNanos, allocatedBytes - before.allocatedBytes);
    }

    private static long jit() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler == null || !compiler.isCompilationTimeMonitoringSupported()
                ? 0
                : compiler.getTotalCompilationTime() * 1_000_000;
    }

    private static long allocated() {
        long own = Thread.currentThread().getId();
        long[] ids = THREADS.getAllThreadIds();
        long[] allocated = THREADS.getThreadAllocatedBytes(ids);
        long sum = 0;
        for (int i = 0; i < ids.length; i++) {
            sum += ids[i] == own ? 0 : Math.max(0, allocated[i]); // -1: the thread has ended
        }
        return sum;
    }
}
