package io.sluice.offline.soak;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The samples of all pipelines as CSV. Each one is on the disk as soon as it is added, so that a crash leaves them. */
public final class SampleFile implements AutoCloseable {
    private static final String HEADER = "store,seconds,resident_bytes,heap_bytes,heap_committed_bytes,non_heap_bytes,"
            + "native_bytes,threads,files,lag,predictions,cpu_seconds\n";

    private final Writer writer;

    /** Creates the file. It replaces one of the same name. */
    public SampleFile(Path file) throws IOException {
        this.writer = Files.newBufferedWriter(file);
        writer.write(HEADER);
        writer.flush();
    }

    /** Writes a sample of the pipeline with this store. */
    public void add(String store, Sample sample) throws IOException {
        writer.write(String.format(
                Locale.ROOT,
                "%s,%.1f,%d,%d,%d,%d,%d,%d,%d,%d,%d,%.1f\n",
                store,
                sample.seconds(),
                sample.resident(),
                sample.heap(),
                sample.heapCommitted(),
                sample.nonHeap(),
                sample.nativeMemory(),
                sample.threads(),
                sample.files(),
                sample.lag(),
                sample.predictions(),
                sample.cpuSeconds()));
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
