package io.sluice.cli;

import io.sluice.broker.Cluster;
import io.sluice.cli.common.BrokerOptions;
import io.sluice.cli.common.InputFile;
import io.sluice.cli.common.RecordSender;
import io.sluice.cli.common.RecordingOptions;
import io.sluice.permission.Permission;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.RecordingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice replay}: sends the events of a file to a topic in their order. */
@Command(
        name = "replay",
        description = {
            "Send the events of a file to a topic.",
            "A line of JSON is sent unchanged. A row of a CSV file with a header becomes a JSON object: numbers stay"
                    + " numbers, empty values are left out, and the column of the time becomes ISO 8601 (UTC if it has"
                    + " no time zone).",
            "With --lines, every line of the file is sent unchanged, for topics of plain text.",
            "For records without a key, set sluice.event.key in sluice run."
        })
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Parameters(paramLabel = "FILE", description = "JSON lines, CSV, or any text with --lines.")
    private Path file = Path.of("");

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "The topic; it must exist.")
    private String topic = "";

    @Mixin
    private RecordingOptions events = new RecordingOptions();

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "Keep the intervals of the events' timestamps, but X times as fast."
                    + " Default: send without waiting.")
    private @Nullable Double speed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireArguments();
        events.requireConsistent();
        requireValidFile();
        Map<String, String> settings = broker.settings();
        try (Recording recording = events.open(file)) {
            requireTopic(settings);
            try (RecordSender sender = new RecordSender(settings, topic)) {
                long started = System.nanoTime();
                replay(recording, sender);
                report(sender.confirmed(), (System.nanoTime() - started) / 1e9);
            }
        }
        return ExitCode.OK;
    }

    private void requireArguments() throws IOException {
        if (speed != null && !(speed > 0 && speed < Double.POSITIVE_INFINITY)) {
            throw new ParameterException(spec.commandLine(), "--speed is " + speed + "; it must be above 0");
        }
        if (speed != null && events.lines()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--speed needs the times of events, and --lines reads none; leave one of them out");
        }
        InputFile.require(spec, file);
        if (speed == null) {
            events.requireNoTime(file);
        }
    }

    /**
     * Reads the whole file before the first record is sent, so that a bad row does not leave half of it in the topic.
     */
    private void requireValidFile() throws IOException {
        if (Files.isRegularFile(file)) {
            try (Recording recording = events.open(file)) {
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

    private void requireTopic(Map<String, String> settings) {
        try (Cluster cluster = Cluster.connect(settings)) {
            cluster.requirePermissions(List.of(Permission.ofTopic(AclOperation.WRITE, topic)));
            cluster.requireTopic(
                    topic,
                    "create it, for example with sluice topics apply FILE"
                            + " (the folder topics has the files for the shipped models)");
        }
    }

    private void replay(Recording recording, RecordSender sender) throws IOException, InterruptedException {
        ReplayClock clock = speed == null ? null : new ReplayClock(speed);
        try {
            send(recording.next(), clock, System.nanoTime(), sender);
            long begun = System.nanoTime(); // the first record also waits for the connection to the broker
            for (RecordedEvent event = recording.next(); event != null; event = recording.next()) {
                send(event, clock, begun, sender);
            }
        } catch (RecordingException e) {
            sender.finish();
            throw new RecordingException(e, sender.confirmed() + " records before it were sent");
        }
        sender.finish();
    }

    private void send(@Nullable RecordedEvent event, @Nullable ReplayClock clock, long begun, RecordSender sender)
            throws InterruptedException {
        if (event == null) {
            return;
        }
        if (clock != null) {
            waitUntil(begun, clock.due(requireTime(event)));
        }
        String key = events.keyName();
        sender.send(key == null ? event.key() : key, event.value());
    }

    private long requireTime(RecordedEvent event) {
        return event.time()
                .orElseThrow(() -> new RecordingException(
                        file.toString(),
                        event.line(),
                        "the timestamp is missing or cannot be read; --speed needs one in every event"));
    }

    private static void waitUntil(long begun, Duration due) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(due.toNanos() - (System.nanoTime() - begun));
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
