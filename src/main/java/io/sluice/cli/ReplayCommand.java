package io.sluice.cli;

import io.sluice.broker.BrokerException;
import io.sluice.broker.Cluster;
import io.sluice.event.RecordedEvent;
import io.sluice.event.Recording;
import io.sluice.event.RecordingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice replay}: sends the events of a file to a topic, in their order. */
@Command(
        name = "replay",
        description = {
            "Send the events of a file to a topic.",
            "JSON lines are sent as they stand. Each row of a CSV with a header becomes a JSON object: numbers as numbers,"
                    + " empty values left out, the column timestamp as ISO 8601 (UTC where it names no zone).",
            "Without --key and --key-field the records have no key; sluice run then needs sluice.event.key."
        })
final class ReplayCommand implements Callable<Integer> {
    private static final class Key {
        @Option(names = "--key", paramLabel = "NAME", description = "The key of all records.")
        private @Nullable String name;

        @Option(names = "--key-field", paramLabel = "COLUMN", description = "The column or JSON field with the key.")
        private @Nullable String field;
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Bootstrap bootstrap = new Bootstrap();

    @Parameters(paramLabel = "FILE", description = "JSON lines or CSV.")
    private Path file = Path.of("");

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "The topic, which must exist.")
    private String topic = "";

    @ArgGroup
    private Key key = new Key();

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "Keep the distances of the events' own timestamps, X times as fast. Default: send at once.")
    private @Nullable Double speed;

    @Option(
            names = "--string",
            paramLabel = "COLUMN",
            description = "A column of a CSV that is text even where it looks like a number; may be repeated.")
    private List<String> strings = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireArguments();
        requireReadable();
        try (Recording recording = Recording.open(file, key.field, Set.copyOf(strings))) {
            requireTopic();
            try (RecordSender sender = new RecordSender(bootstrap.servers(), topic)) {
                long started = System.nanoTime();
                replay(recording, sender, started);
                report(sender.confirmed(), (System.nanoTime() - started) / 1e9);
            }
        }
        return ExitCode.OK;
    }

    private void requireArguments() {
        if (speed != null && !(speed > 0 && speed < Double.POSITIVE_INFINITY)) {
            throw new ParameterException(spec.commandLine(), "--speed " + speed + " is not above 0");
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new ParameterException(spec.commandLine(), "no such file, or not to be read: " + file);
        }
    }

    /** Reads a file once before anything is sent, so that a bad row does not leave half of it in the topic. */
    private void requireReadable() throws IOException {
        if (Files.isRegularFile(file)) {
            try (Recording recording = Recording.open(file, key.field, Set.copyOf(strings))) {
                for (RecordedEvent event = recording.next(); event != null; event = recording.next()) {
                    if (speed != null) {
                        requireTime(event);
                    }
                }
            } catch (RecordingException e) {
                throw new RecordingException(e, "nothing was sent");
            }
        }
    }

    private void requireTopic() {
        try (Cluster cluster = Cluster.connect(bootstrap.servers())) {
            if (cluster.topics(List.of(topic)).isEmpty()) {
                throw new BrokerException("topic " + topic + " is missing on " + bootstrap.servers()
                        + "; create it, for example with sluice topics apply topics/sensor.yaml");
            }
        }
    }

    private void replay(Recording recording, RecordSender sender, long started)
            throws IOException, InterruptedException {
        Pace pace = speed == null ? null : new Pace(speed);
        try {
            for (RecordedEvent event = recording.next(); event != null; event = recording.next()) {
                if (pace != null) {
                    waitUntil(started, pace.due(requireTime(event)));
                }
                sender.send(key.field == null ? key.name : event.key(), event.json());
            }
        } catch (RecordingException e) {
            sender.finish();
            throw new RecordingException(e, sender.confirmed() + " records were sent before it");
        }
        sender.finish();
    }

    private long requireTime(RecordedEvent event) {
        return event.time()
                .orElseThrow(() -> new RecordingException(
                        file.toString(), event.line(), "no timestamp; --speed needs one in every event"));
    }

    private static void waitUntil(long started, Duration due) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(due.toNanos() - (System.nanoTime() - started));
    }

    private void report(long records, double seconds) {
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "sent %d records to %s in %.1f s (%.0f/s)%n",
                        records,
                        topic,
                        seconds,
                        records / seconds);
    }
}
