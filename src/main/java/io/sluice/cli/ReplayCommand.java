package io.sluice.cli;

import io.sluice.broker.BrokerException;
import io.sluice.broker.Cluster;
import io.sluice.cli.common.BootstrapOption;
import io.sluice.cli.common.InputFile;
import io.sluice.cli.common.RecordSender;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.RecordingException;
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
            "With --lines each line is a record's value as it stands, for topics of plain text.",
            "Records without a key need sluice.event.key in sluice run."
        })
final class ReplayCommand implements Callable<Integer> {
    private static final class Key {
        @Option(names = "--key", paramLabel = "NAME", description = "The key of all records.")
        private @Nullable String name;

        @Option(names = "--key-field", paramLabel = "COLUMN", description = "The column or JSON field with the key.")
        private @Nullable String field;

        @Option(
                names = "--key-separator",
                paramLabel = "SEPARATOR",
                description = "With --lines: what stands between a line's key and its value; \\t for a tab.")
        private @Nullable String separator;
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private BootstrapOption bootstrap = new BootstrapOption();

    @Parameters(paramLabel = "FILE", description = "JSON lines, CSV, or with --lines any text.")
    private Path file = Path.of("");

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "The topic, which must exist.")
    private String topic = "";

    @Option(names = "--lines", description = "Send each line as it stands instead of reading JSON or CSV.")
    private boolean lines;

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
        requireFittingLines();
        requireReadable();
        try (Recording recording = open()) {
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
        InputFile.require(spec, file);
    }

    private void requireFittingLines() {
        if (lines && (key.field != null || speed != null || !strings.isEmpty())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--lines sends lines as they stand; --key-field, --speed and --string do not go with it");
        }
        if (!lines && key.separator != null) {
            throw new ParameterException(
                    spec.commandLine(), "--key-separator goes with --lines alone; use --key-field");
        }
        if ("".equals(key.separator)) {
            throw new ParameterException(spec.commandLine(), "--key-separator is empty");
        }
    }

    /** Reads a file once before anything is sent, so that a bad row does not leave half of it in the topic. */
    private void requireReadable() throws IOException {
        if (Files.isRegularFile(file)) {
            try (Recording recording = open()) {
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

    private Recording open() throws IOException {
        return lines
                ? Recording.ofLines(file, key.separator == null ? null : key.separator.replace("\\t", "\t"))
                : Recording.open(file, key.field, Set.copyOf(strings));
    }

    private void requireTopic() {
        try (Cluster cluster = Cluster.connect(bootstrap.servers())) {
            if (cluster.topics(List.of(topic)).isEmpty()) {
                throw new BrokerException(
                        "topic " + topic + " is missing on " + bootstrap.servers()
                                + "; create it, for example with sluice topics apply FILE (the files of the shipped models lie in topics)");
            }
        }
    }

    private void replay(Recording recording, RecordSender sender, long started)
            throws IOException, InterruptedException {
        ReplayClock pace = speed == null ? null : new ReplayClock(speed);
        try {
            for (RecordedEvent event = recording.next(); event != null; event = recording.next()) {
                if (pace != null) {
                    waitUntil(started, pace.due(requireTime(event)));
                }
                sender.send(key.name == null ? event.key() : key.name, event.value());
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
