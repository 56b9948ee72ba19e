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
 * Where a pipeline's properties come from: a file, over it environment variables, over them single settings.
 *
 * <p>The variable of a key is its name in capitals with underscores for dots: {@code SLUICE_MODEL} for
 * {@code sluice.model}, and with {@code KAFKA_} before Kafka's own, {@code KAFKA_BOOTSTRAP_SERVERS} for
 * {@code bootstrap.servers}. Variables that name no key are none of Sluice's business.
 */
public final class PropertySources {
    private PropertySources() {}

    /**
     * The properties of a file with what overrides them.
     *
     * @param settings override the environment, which overrides the file
     * @throws ConfigException where the file cannot be read
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
        } catch (NoSuchFileException missing) {
            throw failed(file, "no such file", missing);
        } catch (MalformedInputException notUtf8) {
            throw failed(file, "it is not UTF-8", notUtf8);
        } catch (IllegalArgumentException malformed) {
            throw failed(file, String.valueOf(malformed.getMessage()), malformed);
        } catch (IOException unreadable) {
            throw failed(file, "it cannot be read (" + unreadable.getClass().getSimpleName() + ")", unreadable);
        }
        Map<String, String> properties = new TreeMap<>();
        read.forEach((key, value) -> properties.put((String) key, ((String) value).trim()));
        return properties;
    }

    private static ConfigException failed(Path file, String why, Exception cause) {
        ConfigException failure = new ConfigException("properties file " + file + ": " + why);
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
