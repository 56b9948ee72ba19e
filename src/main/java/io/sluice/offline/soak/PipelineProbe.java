package io.sluice.offline.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Looks at the process of a pipeline: through Linux, its metrics, and its log of collections of garbage. */
public final class PipelineProbe {
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    private final ProcessHandle process;
    private final PipelineEndpoint endpoint;
    private final GarbageLog garbage;

    /** @param url the address of health and metrics */
    public PipelineProbe(ProcessHandle process, String url, GarbageLog garbage) {
        this.process = process;
        this.endpoint = new PipelineEndpoint(url);
        this.garbage = garbage;
    }

    /** Returns true if the soak can ask a pipeline for a full collection. A Java runtime without tools cannot. */
    public static boolean canCollect() {
        return Files.isExecutable(JCMD);
    }

    /** Returns true if the pipeline processes events. */
    public boolean isReady() throws InterruptedException {
        return endpoint.isReady();
    }

    /**
     * Takes a sample.
     *
     * @param seconds the time since the first event
     * @param events the events that were sent so far
     * @param predictions the committed predictions so far
     */
    public Sample sample(double seconds, long events, long predictions) throws IOException, InterruptedException {
        ProcessFigures figures = ProcessFigures.of(process.pid());
        MetricsPage metrics = endpoint.metrics();
        return new Sample(
                seconds,
                figures.resident(),
                garbage.heapAfterLast(),
                metrics.committed("heap"),
                metrics.committed("nonheap"),
                figures.threads(),
                figures.files(),
                Math.max(0, events - predictions),
                predictions,
                process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0);
    }

    /** Asks for a full collection, and returns what it leaves on the heap, in bytes; empty if there was none. */
    public Optional<Long> liveHeap() throws IOException, InterruptedException {
        if (!canCollect()) {
            return Optional.empty();
        }
        Process command = new ProcessBuilder(JCMD.toString(), Long.toString(process.pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (command.waitFor() != 0) {
            return Optional.empty();
        }
        return Optional.of(garbage.heapAfterLastFull()).filter(bytes -> bytes > 0);
    }
}
