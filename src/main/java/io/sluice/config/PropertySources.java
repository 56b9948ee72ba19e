package io.sluice.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The sources of a pipeline's properties: a file, environment variables, and single settings. A later source overrides
 * an earlier one.
 *
 * <p>The variable of a key is the key in capitals with underscores for dots: {@code SLUICE_MODEL} for
 * {@code sluice.model}. Kafka's own keys get the prefix {@code KAFKA_}: {@code KAFKA_BOOTSTRAP_SERVERS} for
 * {@code bootstrap.servers}. Other variables are ignored.
 */
public final class PropertySources {
    private PropertySources() {}

    /**
     * Loads the properties of a file and what overrides them.
     *
     * @param environment overrides the file
     * @param settings override the environment
     * @throws ConfigException if the file cannot be read, or if the properties are wrong
     */
    public static SluiceConfig load(Path file, Map<String, String> environment, Map<String, String> settings) {
        Map<String, String> properties = read(file);
        properties.putAll(fromEnvironment(environment));
        properties.putAll(settings);
        return new SluiceConfig(properties);
    }

    private static Map<String, String> read(Path file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(reader);
        } catch (NoSuchFileException e) {
            throw failed(file, "there is no such file", e);
        } catch (MalformedInputException e) {
            throw failed(file, "it is not UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw failed(file, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw failed(file, "it cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
        Map<String, String> properties = new TreeMap<>();
        read.forEach((key, value) -> properties.put((String) key, ((String) value).trim()));
        return properties;
    }

    private static ConfigException failed(Path file, String reason, Exception cause) {
        ConfigException failure = new ConfigException("properties file " + file + ": " + reason);
        failure.initCause(cause);
        return failure;
    }

    static Map<String, String> fromEnvironment(Map<String, String> environment) {
        Map<String, String> named = new TreeMap<>();
        SluiceConfig.DEFINITION.names().forEach(key -> put(named, environment, "", key));
        Stream.of(
                        StreamsConfig.configDef().names(),
                        ConsumerConfig.configNames(),
                        ProducerConfig.configNames(),
                        AdminClientConfig.configNames())
                .flatMap(names -> names.stream())
                .forEach(key -> put(named, environment, "KAFKA_", key));
        return named;
    }

    private static void put(Map<String, String> named, Map<String, String> environment, String prefix, String key) {
        String value = environment.get(prefix + key.replace('.', '_').toUpperCase(Locale.ROOT));
        if (value != null) {
            named.put(key, value);
        }
    }
}
