package io.sluice.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a pipeline's properties: a file, environment variables, and single settings. A later source overrides
 * an earlier one.
 *
 * <p>The variable of a key is the key in capitals with underscores for dots: {@code SLUICE_MODEL} for
 * {@code sluice.model}. Kafka's own keys get the prefix {@code KAFKA_}: {@code KAFKA_BOOTSTRAP_SERVERS} for
 * {@code bootstrap.servers}. Other variables are ignored, and so are those that Kubernetes sets for services.
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
        properties.putAll(new EnvironmentVariables(environment).properties());
        properties.putAll(settings);
        ResolvedProperties resolved = ResolvedProperties.of(properties);
        try {
            return new SluiceConfig(resolved);
        } catch (ConfigException e) {
            throw resolved.withoutSecrets(e);
        }
    }

    /**
     * Loads the properties of a client of Kafka, with variables replaced. Keys of Sluice are left out, so the file of a
     * pipeline will do.
     *
     * @param file null for none
     * @param environment overrides the file
     * @throws ConfigException if the file cannot be read, or if the properties are wrong
     */
    public static Map<String, String> loadClient(@Nullable Path file, Map<String, String> environment) {
        Map<String, String> properties = file == null ? new TreeMap<>() : read(file);
        properties.keySet().removeIf(key -> key.startsWith(SluiceConfig.PREFIX));
        properties.putAll(new EnvironmentVariables(environment).kafkaProperties());
        ResolvedProperties resolved = ResolvedProperties.of(properties);
        try {
            AdminClientConfig.configDef().parse(resolved.values());
        } catch (ConfigException e) {
            throw resolved.withoutSecrets(e);
        }
        return resolved.values();
    }

    /**
     * Loads the properties of Sluice alone, with variables replaced. Keys of Kafka are left out, so the file of a
     * pipeline will do.
     *
     * @param file null for none
     * @param environment overrides the file
     * @param settings override the environment
     * @throws ConfigException if the file cannot be read
     */
    static ResolvedProperties loadOwn(
            @Nullable Path file, Map<String, String> environment, Map<String, String> settings) {
        Map<String, String> properties = file == null ? new TreeMap<>() : read(file);
        properties.putAll(new EnvironmentVariables(environment).properties());
        properties.putAll(settings);
        properties
                .keySet()
                .removeIf(key -> !key.startsWith(SluiceConfig.PREFIX) && !ResolvedProperties.isOfProviders(key));
        return ResolvedProperties.of(properties);
    }

    /**
     * Returns the environment variables that begin with {@code SLUICE_} and set no property, each with the nearest one
     * that does. The variables that Kubernetes sets for services are not among them.
     */
    public static List<String> unknownVariables(Map<String, String> environment) {
        return new EnvironmentVariables(environment).unknown();
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
}
