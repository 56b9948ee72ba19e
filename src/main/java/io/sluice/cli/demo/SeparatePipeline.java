package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.common.ChildProcess;
import io.sluice.cli.common.FreePort;
import io.sluice.http.Health;
import io.sluice.offline.PropertiesFile;
import io.sluice.stream.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A pipeline in a process of its own, {@code sluice run}, which can be killed. */
final class SeparatePipeline implements DemoPipeline {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /**
     * Settings with which a killed pipeline comes back within seconds. A member of the group that is known by name
     * takes its place again at once.
     */
    private static final Map<String, String> COMES_BACK_SOON = Map.of(
            "consumer.group.instance.id", "demo",
            "consumer.session.timeout.ms", "6000",
            "consumer.heartbeat.interval.ms", "1500",
            "producer.transaction.timeout.ms", "5000");

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final String mainClass;
    private final Path properties;
    private final String url;
    private final OutcomeTracker tracker;
    private @Nullable ChildProcess process;
    private long kills;

    /**
     * Prepares a pipeline.
     *
     * @param mainClass the class that runs Sluice's command line, see {@link ChildProcess#mainClass}
     * @param settings the properties of the pipeline
     * @param folder where the file with the properties goes
     * @param tracker knows how long no prediction came
     */
    SeparatePipeline(String mainClass, Map<String, String> settings, Path folder, OutcomeTracker tracker)
            throws IOException {
        int port = FreePort.find();
        this.mainClass = mainClass;
        this.properties = folder.resolve("pipeline.properties");
        this.url = "http://127.0.0.1:" + port;
        this.tracker = tracker;
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(COMES_BACK_SOON);
        all.put("sluice.http.host", "127.0.0.1");
        all.put("sluice.http.port", Integer.toString(port));
        all.put("sluice.http.payloads", "true");
        all.put("sluice.log.level", "warn");
        PropertiesFile.write(properties, all);
    }

    /** Returns the address of the API of the pipeline. */
    String url() {
        return url;
    }

    @Override
    public synchronized void start() throws IOException {
        process = ChildProcess.start(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                mainClass,
                List.of("run", properties.toString(), "--for-demo"),
                ProcessBuilder.Redirect.DISCARD);
    }

    @Override
    public Health health() {
        try {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(URI.create(url + "/health/ready"))
                            .timeout(ANSWER)
                            .build(),
                    BodyHandlers.ofByteArray());
            return new Health(
                    true,
                    response.statusCode() == 200,
                    JSON.readTree(response.body()).path("state").asText());
        } catch (IOException e) {
            return new Health(true, false, "STARTING"); // it does not listen yet, or was killed just now
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Health(true, false, "STARTING");
        }
    }

    /** A process that starts again on a busy machine may need long. */
    @Override
    public Duration patience() {
        return Duration.ofMinutes(2);
    }

    @Override
    public synchronized void requireLive() {
        if (process == null || !process.isAlive()) {
            throw new StartException("the process of the demo's pipeline has ended; its messages are above");
        }
    }

    @Override
    public synchronized void kill() {
        if (process == null || !health().ready()) {
            throw new IllegalStateException("the pipeline is not ready; kill it when it runs again");
        }
        try {
            tracker.beginPause(System.nanoTime());
            process.kill();
            kills++;
            start();
        } catch (IOException e) {
            throw new UncheckedIOException("the pipeline does not start again", e);
        }
    }

    @Override
    public void describe(ObjectNode answer) {
        Health health = health();
        synchronized (this) {
            answer.putObject("pipeline")
                    .put("pid", process == null ? null : process.pid())
                    .put("state", health.state())
                    .put("kills", kills)
                    .put("longest_pause_ms", kills == 0 ? null : tracker.longestPauseMillis(System.nanoTime()));
        }
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.close();
        }
    }
}
