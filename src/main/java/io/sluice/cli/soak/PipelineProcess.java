package io.sluice.cli.soak;

import io.sluice.cli.common.ChildProcess;
import io.sluice.cli.common.FreePort;
import io.sluice.config.SluiceConfig;
import io.sluice.offline.PropertiesFile;
import io.sluice.offline.bench.PipelineProperties;
import io.sluice.offline.soak.GarbageLog;
import io.sluice.offline.soak.PipelineProbe;
import io.sluice.offline.soak.Sample;
import io.sluice.offline.soak.SoakException;
import io.sluice.offline.soak.SoakTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pipeline in a process of its own, {@code sluice run}. */
final class PipelineProcess implements AutoCloseable {
    /** The time in which a process that ends is seen to have ended. */
    private static final long END_SECONDS = 2;

    private final String store;
    private final Path log;
    private final ChildProcess process;
    private final PipelineProbe probe;

    private PipelineProcess(String store, Path log, ChildProcess process, PipelineProbe probe) {
        this.store = store;
        this.log = log;
        this.process = process;
        this.probe = probe;
    }

    /** Starts the pipeline with this store, and does not wait until it is ready. */
    static PipelineProcess start(SoakSetting setting, String bootstrapServers, String store) throws IOException {
        int port = FreePort.find();
        GarbageLog garbage = new GarbageLog(setting.logs().resolve("gc-" + store + ".log"));
        Path log = setting.logs().resolve("run-" + store + ".log");
        ChildProcess process = ChildProcess.startWithLog(
                options(setting.heap(), garbage),
                setting.mainClass(),
                List.of("run", file(setting, bootstrapServers, store, port).toString(), "--until-stdin-closes"),
                log);
        PipelineProbe probe = new PipelineProbe(process.handle(), "http://127.0.0.1:" + port, garbage);
        return new PipelineProcess(store, log, process, probe);
    }

    /**
     * Returns the options of this JVM with another heap. It has one size, and the JVM touches all of it at once: a heap
     * that grows as the JVM likes would look like memory that leaks. For the same reason, the JVM starts all threads
     * for collections and compilation at once.
     */
    private static List<String> options(String heap, GarbageLog garbage) {
        List<String> options = ChildProcess.optionsWithoutHeap();
        options.addAll(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch", garbage.option()));
        options.addAll(List.of("-XX:-UseDynamicNumberOfGCThreads", "-XX:-UseDynamicNumberOfCompilerThreads"));
        return options;
    }

    private static Path file(SoakSetting setting, String bootstrapServers, String store, int port) throws IOException {
        Map<String, String> properties = PipelineProperties.of(
                bootstrapServers, SoakTopics.name(store), SoakTopics.INPUT, store, setting.channels());
        properties.put(SluiceConfig.MODEL, setting.model().toAbsolutePath().toString());
        properties.put("state.dir", setting.data().resolve("states-" + store).toString());
        properties.put(SluiceConfig.HTTP_PORT, Integer.toString(port));
        Path file = setting.data().resolve("run-" + store + ".properties");
        PropertiesFile.write(file, properties);
        return file;
    }

    String store() {
        return store;
    }

    boolean isReady() throws InterruptedException {
        requireAlive();
        return probe.isReady();
    }

    /** @throws SoakException if the process has ended */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new SoakException("the pipeline with the store " + store + " ended with exit code "
                    + process.exitCode() + "; its log is " + log);
        }
    }

    /** @throws SoakException if the process has ended */
    Sample sample(double seconds, long events, long predictions) throws IOException, InterruptedException {
        try {
            return probe.sample(seconds, events, predictions);
        } catch (IOException e) {
            process.awaitEnd(END_SECONDS); // its endpoint and its files in /proc go first
            requireAlive();
            throw e;
        }
    }

    Optional<Long> liveHeap() throws IOException, InterruptedException {
        return probe.liveHeap();
    }

    @Override
    public void close() {
        process.close();
    }
}
