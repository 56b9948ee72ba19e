package io.sluice.config;

import io.sluice.format.Spelling;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The keys that Kafka Streams and its clients know, with the prefixes of single clients. Kafka takes any other key, and
 * hands it to plug-ins such as interceptors; so a misspelt key has no effect and no error.
 */
final class KafkaKeys {
    /** The known keys by the prefix with which they are written. */
    private static final Map<String, Set<String>> KNOWN = known();

    private KafkaKeys() {}

    private static Map<String, Set<String>> known() {
        Set<String> all = new TreeSet<>(StreamsConfig.configDef().names());
        all.addAll(ConsumerConfig.configNames());
        all.addAll(ProducerConfig.configNames());
        all.addAll(AdminClientConfig.configNames());
        Map<String, Set<String>> known = new TreeMap<>();
        known.put("", all);
        for (String prefix : List.of(
                StreamsConfig.CONSUMER_PREFIX,
                StreamsConfig.MAIN_CONSUMER_PREFIX,
                StreamsConfig.RESTORE_CONSUMER_PREFIX,
                StreamsConfig.GLOBAL_CONSUMER_PREFIX)) {
            known.put(prefix, ConsumerConfig.configNames());
        }
        known.put(StreamsConfig.PRODUCER_PREFIX, ProducerConfig.configNames());
        known.put(StreamsConfig.ADMIN_CLIENT_PREFIX, AdminClientConfig.configNames());
        known.put(StreamsConfig.TOPIC_PREFIX, topicKeys());
        return known;
    }

    /** Kafka's clients have the keys of topics as constants alone. */
    private static Set<String> topicKeys() {
        Set<String> keys = new TreeSet<>();
        for (Field constant : TopicConfig.class.getFields()) {
            if (constant.getName().endsWith("_CONFIG")) {
                keys.add(value(constant));
            }
        }
        return keys;
    }

    private static String value(Field constant) {
        try {
            return String.valueOf(constant.get(null));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Kafka's constant " + constant.getName() + " cannot be read", e);
        }
    }

    /** Returns the keys that Kafka does not know, each with the nearest known one if that is near. */
    static List<String> unknown(Collection<String> keys) {
        return keys.stream().sorted().flatMap(KafkaKeys::unknown).toList();
    }

    private static Stream<String> unknown(String key) {
        String prefix = KNOWN.keySet().stream()
                .filter(key::startsWith)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        Set<String> known = KNOWN.getOrDefault(prefix, Set.of());
        String name = key.substring(prefix.length());
        if (key.startsWith(StreamsConfig.CLIENT_TAG_PREFIX)
                || known.contains(name)
                || KNOWN.getOrDefault("", Set.of()).contains(key)) {
            return Stream.empty();
        }
        String nearest = Spelling.nearest(name, known);
        boolean near = Spelling.distance(name, nearest) <= name.length() / 3;
        return Stream.of(near ? key + " (did you mean " + prefix + nearest + "?)" : key);
    }
}
