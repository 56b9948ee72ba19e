package io.sluice.config;

import io.sluice.format.EventFormat;
import io.sluice.schema.NoSchemas;
import io.sluice.schema.RegistrySettings;
import io.sluice.schema.SchemaFile;
import io.sluice.schema.SchemaRegistry;
import io.sluice.schema.Schemas;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/** The properties that say where the schemas of events come from. */
final class SchemaProperties {
    private static final String TRUSTSTORE = RegistrySettings.TLS + "truststore.location";
    private static final String TRUSTSTORE_PASSWORD = RegistrySettings.TLS + "truststore.password";
    private static final String TRUSTSTORE_TYPE = RegistrySettings.TLS + "truststore.type";
    private static final String KEYSTORE = RegistrySettings.TLS + "keystore.location";
    private static final String KEYSTORE_PASSWORD = RegistrySettings.TLS + "keystore.password";
    private static final String KEYSTORE_TYPE = RegistrySettings.TLS + "keystore.type";
    private static final String KEY_PASSWORD = RegistrySettings.TLS + "key.password";

    private static final List<String> TLS_KEYS = List.of(
            TRUSTSTORE, TRUSTSTORE_PASSWORD, TRUSTSTORE_TYPE, KEYSTORE, KEYSTORE_PASSWORD, KEYSTORE_TYPE, KEY_PASSWORD);
    private static final List<String> REGISTRY_KEYS =
            List.of(RegistrySettings.SUBJECT, RegistrySettings.USER, RegistrySettings.PASSWORD);

    private SchemaProperties() {}

    /** Adds the keys to a definition and returns it. */
    static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        RegistrySettings.URL,
                        ConfigDef.Type.LIST,
                        List.of(),
                        ConfigDef.Importance.MEDIUM,
                        "The address of the schema registry, for the formats avro, protobuf and json-schema. It must"
                                + " speak Confluent's REST interface. Several addresses of one registry are separated"
                                + " by commas.")
                .define(
                        RegistrySettings.SUBJECT,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "The subject whose latest schema is the one as which events are read. Without it: the input"
                                + " topic and \"-value\".")
                .define(
                        RegistrySettings.USER,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "The user at the schema registry, if it asks for a login (HTTP basic).")
                .define(
                        RegistrySettings.PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "The password of this user. A config provider can read it from a file.")
                .define(
                        SchemaFile.SETTING,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.Importance.MEDIUM,
                        "The file (.avsc) with the schema of all events in Avro. It takes the place of a schema"
                                + " registry.")
                .define(
                        SchemaFile.IDS,
                        ConfigDef.Type.LIST,
                        List.of(),
                        ConfigDef.Importance.LOW,
                        "The schema ids with which the events begin, if they do, and if the file has the schema of"
                                + " these ids. Events with another id are dead letters.")
                .define(TRUSTSTORE, ConfigDef.Type.STRING, null, ConfigDef.Importance.LOW, tls(TRUSTSTORE))
                .define(
                        TRUSTSTORE_PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        null,
                        ConfigDef.Importance.LOW,
                        tls(TRUSTSTORE_PASSWORD))
                .define(TRUSTSTORE_TYPE, ConfigDef.Type.STRING, "JKS", ConfigDef.Importance.LOW, tls(TRUSTSTORE_TYPE))
                .define(KEYSTORE, ConfigDef.Type.STRING, null, ConfigDef.Importance.LOW, tls(KEYSTORE))
                .define(
                        KEYSTORE_PASSWORD,
                        ConfigDef.Type.PASSWORD,
                        null,
                        ConfigDef.Importance.LOW,
                        tls(KEYSTORE_PASSWORD))
                .define(KEYSTORE_TYPE, ConfigDef.Type.STRING, "JKS", ConfigDef.Importance.LOW, tls(KEYSTORE_TYPE))
                .define(KEY_PASSWORD, ConfigDef.Type.PASSWORD, null, ConfigDef.Importance.LOW, tls(KEY_PASSWORD));
    }

    private static String tls(String key) {
        return "The same as Kafka's " + kafkaKey(key) + ", for a registry at an https address. Without a truststore,"
                + " the certificates of the JVM count.";
    }

    private static String kafkaKey(String key) {
        return key.substring(RegistrySettings.TLS.length() - "ssl.".length());
    }

    /**
     * Returns the place that schemas come from. Nothing is asked yet.
     *
     * @throws ConfigException if the settings do not go together: names the key
     */
    static Schemas schemas(AbstractConfig config, EventFormat format, List<String> topics) {
        List<String> urls = config.getList(RegistrySettings.URL);
        requireNoLogin(urls);
        String file = config.getString(SchemaFile.SETTING);
        requireUsed(config, format, urls, file);
        if (file != null) {
            return new SchemaFile(Path.of(file), ids(config));
        }
        return urls.isEmpty() ? NoSchemas.NONE : new SchemaRegistry(registry(config, urls, topics));
    }

    /** Runs before any address is shown. Where an address is no URL, only its "@" tells that it holds a login. */
    private static void requireNoLogin(List<String> urls) {
        if (urls.stream().anyMatch(url -> url.contains("@"))) {
            throw new ConfigException(RegistrySettings.URL + " holds a login (an \"@\"); set " + RegistrySettings.USER
                    + " and " + RegistrySettings.PASSWORD + " instead");
        }
    }

    private static void requireUsed(
            AbstractConfig config, EventFormat format, List<String> urls, @Nullable String file) {
        if (file != null && !urls.isEmpty()) {
            throw new ConfigException(
                    SchemaFile.SETTING,
                    file,
                    "a schema registry is set too; leave out this or " + RegistrySettings.URL);
        }
        if (file != null && format != EventFormat.AVRO) {
            throw new ConfigException(
                    SchemaFile.SETTING,
                    file,
                    "only the format avro reads it, and " + EventFormat.SETTING + " is " + format.setting());
        }
        if (!urls.isEmpty() && !format.needsSchemas()) {
            throw new ConfigException(RegistrySettings.URL + " is set, but " + EventFormat.SETTING + " is "
                    + format.setting() + ", which needs no schemas; leave the key out, or set the format");
        }
        if (file == null) {
            requireNoneOf(config, List.of(SchemaFile.IDS), "it needs " + SchemaFile.SETTING);
        }
        if (urls.isEmpty()) {
            requireNoneOf(config, REGISTRY_KEYS, "it needs " + RegistrySettings.URL);
            requireNoneOf(config, TLS_KEYS, "it needs " + RegistrySettings.URL);
        }
    }

    private static Set<Integer> ids(AbstractConfig config) {
        Set<Integer> ids = new HashSet<>();
        for (String id : config.getList(SchemaFile.IDS)) {
            try {
                ids.add(Integer.valueOf(id));
            } catch (NumberFormatException e) {
                throw new ConfigException(
                        SchemaFile.IDS, id, "a schema id is a whole number, such as 7; separate several by commas");
            }
        }
        return ids;
    }

    private static void requireNoneOf(AbstractConfig config, List<String> keys, String reason) {
        for (String key : keys) {
            if (config.originals().containsKey(key)) {
                throw new ConfigException(key + " is set, but " + reason); // without the value, which may be a password
            }
        }
    }

    private static RegistrySettings registry(AbstractConfig config, List<String> urls, List<String> topics) {
        List<URI> addresses = urls.stream().map(SchemaProperties::address).toList();
        return new RegistrySettings(addresses, subject(config, topics), login(config), tls(config, addresses));
    }

    private static URI address(String url) {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw noAddress();
        }
        if (address.getHost() == null || !List.of("http", "https").contains(address.getScheme())) {
            throw noAddress();
        }
        return address;
    }

    /** Does not show the address, because a secret may be in it. */
    private static ConfigException noAddress() {
        return new ConfigException(RegistrySettings.URL + " has an address that is no URL; write it as"
                + " http://host:port or https://host:port, without an underscore in the name of the host");
    }

    private static String subject(AbstractConfig config, List<String> topics) {
        String subject = config.getString(RegistrySettings.SUBJECT);
        if (subject != null) {
            return subject;
        }
        if (topics.size() > 1) {
            throw new ConfigException(RegistrySettings.SUBJECT + " is missing: there are several input topics, and"
                    + " all their events are read as the latest schema of one subject; name it");
        }
        return topics.get(0) + "-value";
    }

    private static RegistrySettings.@Nullable Login login(AbstractConfig config) {
        String user = config.getString(RegistrySettings.USER);
        Password password = config.getPassword(RegistrySettings.PASSWORD);
        if ((user == null) != (password == null)) {
            throw new ConfigException(
                    RegistrySettings.USER + " and " + RegistrySettings.PASSWORD + " go together; set both or none");
        }
        return user == null || password == null ? null : new RegistrySettings.Login(user, password.value());
    }

    private static @Nullable SSLContext tls(AbstractConfig config, List<URI> addresses) {
        if (TLS_KEYS.stream().noneMatch(config.originals()::containsKey)) {
            return null;
        }
        if (addresses.stream().noneMatch(address -> address.getScheme().equals("https"))) {
            requireNoneOf(config, TLS_KEYS, RegistrySettings.URL + " has no https address");
        }
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(kafkaSettings(config));
            return factory.sslContext();
        } catch (KafkaException e) {
            throw new ConfigException("the settings that begin with " + RegistrySettings.TLS + " cannot be used: "
                    + RootCause.message(e));
        }
    }

    private static Map<String, Object> kafkaSettings(AbstractConfig config) {
        Map<String, Object> settings = new HashMap<>();
        for (String key : TLS_KEYS) {
            Object value = config.values().get(key);
            if (value != null) {
                settings.put(kafkaKey(key), value);
            }
        }
        return new ConfigDef().withClientSslSupport().parse(settings);
    }
}
