package io.sluice.config;

import io.sluice.format.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The environment variables that set properties. The variable of a key is the key in capitals with underscores for
 * dots. Kafka's own keys get the prefix {@code KAFKA_}.
 *
 * <p>The variables that Kubernetes sets for services count as not set.
 */
final class EnvironmentVariables {
    private static final String SLUICE = "SLUICE_";
    private static final String KAFKA = "KAFKA_";

    /** Variables that set no property: flags for the JVM, the folder of the program, data for its tests. */
    private static final Set<String> OTHERS = Set.of("SLUICE_OPTS", "SLUICE_HOME", "SLUICE_DATA");

    private final Map<String, String> variables;

    EnvironmentVariables(Map<String, String> environment) {
        this.variables = new TreeMap<>(environment);
        variables.keySet().removeAll(KubernetesServices.variables(environment));
    }

    /** Returns the properties that variables set: keys of Sluice, of Kafka Streams and of Kafka's clients. */
    Map<String, String> properties() {
        Map<String, String> properties = kafkaProperties();
        SluiceConfig.DEFINITION.names().forEach(key -> put(properties, "", key));
        return properties;
    }

    /** Returns the properties of Kafka that variables set. */
    Map<String, String> kafkaProperties() {
        Map<String, String> properties = new TreeMap<>();
        Stream.of(
                        StreamsConfig.configDef().names(),
                        ConsumerConfig.configNames(),
                        ProducerConfig.configNames(),
                        AdminClientConfig.configNames())
                .flatMap(Set::stream)
                .forEach(key -> put(properties, KAFKA, key));
        ResolvedProperties.providerNames(properties.getOrDefault(AbstractConfig.CONFIG_PROVIDERS_CONFIG, ""))
                .forEach(provider -> put(properties, KAFKA, ResolvedProperties.classKey(provider)));
        return properties;
    }

    private void put(Map<String, String> properties, String prefix, String key) {
        String value = variables.get(prefix + variable(key));
        if (value != null) {
            properties.put(key, value);
        }
    }

    private static String variable(String key) {
        return key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** Returns the variables that begin with {@code SLUICE_} and set nothing, each with the nearest known one. */
    List<String> unknown() {
        Set<String> known = SluiceConfig.DEFINITION.names().stream()
                .map(EnvironmentVariables::variable)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> unknown = new ArrayList<>();
        for (String name : variables.keySet()) {
            if (name.startsWith(SLUICE) && !known.contains(name) && !OTHERS.contains(name)) {
                unknown.add(name + " (did you mean " + Spelling.nearest(name, known) + "?)");
            }
        }
        return unknown;
    }
}
