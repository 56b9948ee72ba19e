package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.broker.BrokerException;
import io.sluice.broker.Cluster;
import io.sluice.cli.common.BrokerOptions;
import io.sluice.cli.common.OptionRange;
import io.sluice.cli.common.Printable;
import io.sluice.cli.common.StopSignal;
import io.sluice.cli.common.TopicReader;
import io.sluice.event.DeadLetterHeaders;
import io.sluice.permission.Permission;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice tail}: prints the records of topics as they arrive. */
@Command(
        name = "tail",
        description = {
            "Print the committed records of topics as they arrive, one on each line: predictions, alerts, events or"
                    + " dead letters.",
            "Of a dead letter, a JSON object with its reason, detail, source, key and value is printed. Control"
                    + " characters are printed as escapes, such as \\u001b.",
            "SIGTERM and Ctrl-C stop the command, with exit code 0."
        })
final class TailCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Parameters(arity = "1..*", paramLabel = "TOPIC", description = "The topics.")
    private List<String> topics = List.of();

    @Option(names = "--from-beginning", description = "Begin with the oldest records. Default: with the next ones.")
    private boolean fromBeginning;

    @Option(names = "--to-end", description = "Stop after the records that are there at the start.")
    private boolean toEnd;

    @Option(
            names = "--limit",
            defaultValue = "0",
            paramLabel = "N",
            description = "Stop after N records. Default: no limit.")
    private long limit;

    @Option(names = "--keys", description = "Print the key and a tab before each value.")
    private boolean keys;

    @Override
    public void run() {
        OptionRange.requireAtLeast(spec, "--limit", 0, limit);
        Map<String, String> settings = broker.settings();
        requireTopics(settings);
        CompletableFuture<Void> stop = StopSignal.requested();
        try (TopicReader reader =
                fromBeginning ? TopicReader.fromBeginning(settings, topics) : TopicReader.fromNow(settings, topics)) {
            print(reader, stop);
        } finally {
            StopSignal.release();
        }
    }

    private void requireTopics(Map<String, String> settings) {
        try (Cluster cluster = Cluster.connect(settings)) {
            cluster.requirePermissions(topics.stream()
                    .map(topic -> Permission.ofTopic(AclOperation.READ, topic))
                    .toList());
            for (String topic : topics) {
                if (!cluster.hasTopic(topic)) {
                    throw new BrokerException("topic " + topic + " does not exist on " + cluster.bootstrapServers()
                            + "; sluice topics apply creates the topics of topics/");
                }
            }
        }
    }

    private void print(TopicReader reader, CompletableFuture<Void> stop) {
        PrintWriter out = spec.commandLine().getOut();
        TopicReader.End end = reader.end();
        long printed = 0;
        while (!stop.isDone() && !(toEnd && end.isReached()) && !out.checkError()) { // the reader of a pipe may leave
            for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
                if (!toEnd || end.covers(record)) {
                    out.println(line(record));
                    printed++;
                }
                if (printed == limit && limit > 0) {
                    out.flush();
                    return;
                }
            }
        }
    }

    private String line(ConsumerRecord<byte[], byte[]> record) {
        String line = record.headers().lastHeader(DeadLetterHeaders.REASON) == null
                ? text(record.value())
                : deadLetter(record);
        return keys ? Printable.inLine(text(record.key())) + "\t" + Printable.of(line) : Printable.of(line);
    }

    private static String deadLetter(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode letter = JsonNodeFactory.instance.objectNode();
        letter.put("reason", header(record, DeadLetterHeaders.REASON))
                .put("detail", header(record, DeadLetterHeaders.DETAIL));
        letter.putObject("source")
                .put("topic", header(record, DeadLetterHeaders.SOURCE_TOPIC))
                .put("partition", header(record, DeadLetterHeaders.SOURCE_PARTITION))
                .put("offset", header(record, DeadLetterHeaders.SOURCE_OFFSET));
        letter.put("key", record.key() == null ? null : text(record.key()));
        letter.put("value", record.value() == null ? null : text(record.value()));
        return letter.toString();
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    /** Returns bytes as text. A byte that is not UTF-8 is printed as the replacement character. */
    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }
}
