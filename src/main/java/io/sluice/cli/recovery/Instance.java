package io.sluice.cli.recovery;

import io.sluice.cli.common.ChildProcess;
import io.sluice.cli.common.FreePort;
import io.sluice.config.SluiceConfig;
import io.sluice.offline.FolderTree;
import io.sluice.offline.PropertiesFile;
import io.sluice.offline.recovery.Interruption;
import io.sluice.offline.recovery.PipelineKind;
import io.sluice.offline.recovery.RecoveryException;
import io.sluice.offline.soak.MetricsPage;
import io.sluice.offline.soak.PipelineEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An instance of a pipeline, {@code sluice run}, which ends and starts again. */
final class Instance implements AutoCloseable {
    /** The line of the log about a restore that is over. No metric counts what was restored. */
    private static final Pattern RESTORED = Pattern.compile("restored ([0-9]+) records of");

    private final RecoverySetting setting;
    private final String name;
    private final Path states;
    private final Path file;
    private final PipelineEndpoint endpoint;
    private @Nullable ChildProcess process;
    private Path log;
    private int starts;

    /**
     * Prepares an instance that does not run.
     *
     * @param properties the properties that all instances have
     */
    Instance(RecoverySetting setting, PipelineKind kind, int number, Map<String, String> properties)
            throws IOException {
        int port = FreePort.find();
        this.setting = setting;
        this.name = kind.name() + "-instance-" + number;
        this.states = setting.data().resolve(name);
        this.file = setting.data().resolve(name + ".properties");
        this.endpoint = new PipelineEndpoint("http://127.0.0.1:" + port);
        this.log = log();
        Map<String, String> written = new HashMap<>(properties);
        written.putAll(setting.settings());
        written.put("state.dir", states.toString());
        written.put(SluiceConfig.HTTP_PORT, Integer.toString(port));
        PropertiesFile.write(file, written);
    }

    private Path log() {
        return setting.logs().resolve(name + "-start-" + starts + ".log");
    }

    /** Starts the process, and does not wait until it is ready. */
    void start() throws IOException {
        starts++;
        log = log();
        process = ChildProcess.startWithLog(
                options(), setting.mainClass(), List.of("run", file.toString(), "--until-stdin-closes"), log);
    }

    /** Returns the options of this JVM with another heap. */
    private List<String> options() {
        List<String> options = ChildProcess.optionsWithoutHeap();
        options.add("-Xmx" + setting.heap());
        return options;
    }

    /** Ends the process, and waits for its end. */
    void end(Interruption interruption) throws IOException {
        ChildProcess running = requireAlive();
        if (interruption.isCrash()) {
            running.kill();
        } else {
            running.close();
            requireCleanEnd(running);
        }
        process = null;
        if (interruption.losesDisk() && Files.exists(states)) {
            FolderTree.delete(states);
        }
    }

    private void requireCleanEnd(ChildProcess ended) {
        if (ended.exitCode() != 0) {
            throw new RecoveryException(name + " did not stop cleanly: it ended with exit code " + ended.exitCode()
                    + "; its log is " + log);
        }
    }

    /** @throws RecoveryException if the process has ended */
    private ChildProcess requireAlive() {
        ChildProcess running = process;
        if (running == null) {
            throw new IllegalStateException(name + " does not run");
        }
        if (!running.isAlive()) {
            throw new RecoveryException(name + " ended with exit code " + running.exitCode() + "; its log is " + log);
        }
        return running;
    }

    /** @throws RecoveryException if the process has ended */
    boolean isReady() throws InterruptedException {
        requireAlive();
        return endpoint.isReady();
    }

    MetricsPage metrics() throws IOException, InterruptedException {
        return endpoint.metrics();
    }

    /** Returns the number of records that the process has restored, as far as its log says. */
    long restored() throws IOException {
        long records = 0;
        Matcher matcher = RESTORED.matcher(Files.readString(log));
        while (matcher.find()) {
            records += Long.parseLong(matcher.group(1));
        }
        return records;
    }

    /** Returns the bytes of the states on the disk. */
    long diskBytes() throws IOException {
        return FolderTree.bytes(states);
    }

    /** Ends the process at once and deletes the states, as nothing of it is needed any more. */
    @Override
    public void close() throws IOException {
        if (process != null) {
            process.kill();
        }
        if (Files.exists(states)) {
            FolderTree.delete(states);
        }
    }
}
