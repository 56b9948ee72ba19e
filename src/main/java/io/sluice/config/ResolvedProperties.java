package io.sluice.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * Properties whose variables have been replaced. A variable such as {@code ${file:/run/secrets/kafka:password}} takes
 * its value from one of Kafka's config providers.
 *
 * <p>Kafka replaces variables only in the keys of its own clients, and each client asks the providers again. Here the
 * variables of all keys are replaced once. The keys of the providers are then left out, so that no client takes a part
 * of a secret for a variable.
 */
final class ResolvedProperties {
    private static final String PROVIDERS = AbstractConfig.CONFIG_PROVIDERS_CONFIG;

    /** Shorter values are no secrets, and hiding them would garble numbers in messages. */
    private static final int SHORTEST_SECRET = 4;

    private final Map<String, String> values;
    /** The properties with variables: the value to the text that the user wrote. */
    private final Map<String, String> written;

    private ResolvedProperties(Map<String, String> values, Map<String, String> written) {
        this.values = Map.copyOf(values);
        this.written = Map.copyOf(written);
    }

    /**
     * Replaces the variables of all properties.
     *
     * @throws ConfigException if a provider is unknown or fails, or if it has no value for a variable
     */
    static ResolvedProperties of(Map<String, String> properties) {
        List<String> providers = providers(properties);
        Map<String, List<String>> variables = variables(properties);
        variables.forEach((key, texts) -> texts.forEach(text -> requireProvider(key, text, providers)));
        Map<String, String> values = resolve(properties, providers, variables);
        variables.forEach((key, texts) -> texts.forEach(text -> requireReplaced(key, text, values)));
        Map<String, String> written = new HashMap<>();
        variables.keySet().forEach(key -> written.put(values.get(key), properties.get(key)));
        values.keySet().removeIf(ResolvedProperties::isOfProviders);
        return new ResolvedProperties(values, written);
    }

    private static List<String> providers(Map<String, String> properties) {
        List<String> names = providerNames(properties.getOrDefault(PROVIDERS, ""));
        for (String name : names) {
            if (!properties.containsKey(classKey(name))) {
                throw new ConfigException(PROVIDERS + " names " + name + ", but the key " + classKey(name)
                        + " is missing; set it, for example to " + FileConfigProvider.class.getName());
            }
        }
        return names;
    }

    /** Returns the names in a value of {@code config.providers}. */
    static List<String> providerNames(String list) {
        return Arrays.stream(list.split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Returns the key of the class of a provider. */
    static String classKey(String provider) {
        return PROVIDERS + "." + provider + ".class";
    }

    /** Returns the variables in the values, by key. */
    private static Map<String, List<String>> variables(Map<String, String> properties) {
        Map<String, List<String>> variables = new TreeMap<>();
        properties.forEach((key, value) -> {
            List<String> found = variables(value).map(MatchResult::group).toList();
            if (!isOfProviders(key) && !found.isEmpty()) {
                variables.put(key, found);
            }
        });
        return variables;
    }

    private static Stream<MatchResult> variables(String value) {
        return ConfigTransformer.DEFAULT_PATTERN.matcher(value).results();
    }

    /** Returns true for the keys of Kafka's config providers. */
    static boolean isOfProviders(String key) {
        return key.equals(PROVIDERS) || key.startsWith(PROVIDERS + ".");
    }

    private static String providerOf(String variable) {
        return variables(variable).map(match -> match.group(1)).findFirst().orElseThrow();
    }

    private static void requireProvider(String key, String variable, List<String> providers) {
        String name = providerOf(variable);
        if (!providers.contains(name)) {
            throw new ConfigException(key + " has the variable " + variable + ", but " + PROVIDERS
                    + (providers.isEmpty() ? " is not set" : " names only " + String.join(", ", providers))
                    + "; add " + name + " to it, and set " + classKey(name));
        }
    }

    private static Map<String, String> resolve(
            Map<String, String> properties, List<String> providers, Map<String, List<String>> variables) {
        Map<String, String> trimmed = new HashMap<>(properties);
        trimmed.put(PROVIDERS, String.join(",", providers));
        try {
            Map<String, String> values = new HashMap<>();
            new AbstractConfig(new ConfigDef(), trimmed, false)
                    .originalsStrings()
                    .forEach((key, value) -> values.put(key, variables.containsKey(key) ? value.trim() : value));
            return values;
        } catch (KafkaException e) {
            String keys = variables.isEmpty() ? "" : " for the variables of " + String.join(", ", variables.keySet());
            ConfigException failure = new ConfigException("the config providers" + keys + " failed: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private static void requireReplaced(String key, String variable, Map<String, String> values) {
        if (values.getOrDefault(key, "").contains(variable)) {
            throw new ConfigException(key + " has the variable " + variable + ", but the config provider "
                    + providerOf(variable) + " has no such value; check the path and the name in it");
        }
    }

    /** Returns the properties without variables and without the keys of the providers. */
    Map<String, String> values() {
        return values;
    }

    /** Returns an exception whose message shows the text that the user wrote in place of a value from a provider. */
    ConfigException withoutSecrets(ConfigException failure) {
        List<String> secrets = new ArrayList<>(written.keySet());
        secrets.removeIf(secret -> secret.length() < SHORTEST_SECRET);
        String message = String.valueOf(failure.getMessage());
        if (secrets.stream().noneMatch(message::contains)) {
            return failure;
        }
        for (String secret : secrets) {
            message = message.replace(secret, written.get(secret));
        }
        ConfigException hidden = new ConfigException(message);
        hidden.setStackTrace(failure.getStackTrace()); // a cause would show the message again
        return hidden;
    }

    @Override
    public String toString() {
        return values.keySet().stream().sorted().collect(Collectors.joining(", ", "values of ", ""));
    }
}
