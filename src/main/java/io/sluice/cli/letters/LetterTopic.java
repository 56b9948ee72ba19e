package io.sluice.cli.letters;

import io.sluice.cli.common.TopicReader;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the committed records of a topic up to the end that it has at the start. */
final class LetterTopic {
    private final Map<String, String> settings;

    /** @param settings the settings of Kafka's clients */
    LetterTopic(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (TopicReader reader = TopicReader.fromBeginning(settings, List.of(topic))) {
            TopicReader.End end = reader.end();
            while (!end.isReached()) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
                    if (end.covers(record)) {
                        each.accept(record);
                    }
                }
            }
        }
    }
}
