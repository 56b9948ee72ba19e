package io.sluice.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas of a registry that speaks Confluent's REST interface. An id never changes its meaning, so each is asked
 * for once. The subject's latest schema is read at the first use, and again with each id that was not known: a new id
 * means that someone has registered a schema.
 *
 * <p>An id that the registry does not know is asked for again after a minute.
 *
 * <p>Thread-safe. All threads of a pipeline share it.
 */
public final class SchemaRegistry implements Schemas {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistry.class);
    private static final int MOST_SCHEMAS = 1000;
    private static final int DEEPEST_REFERENCE = 20;
    private static final long UNKNOWN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final RegistryClient client;
    private final RegistrySettings settings;
    private final LongSupplier nanoClock;
    private final Map<Integer, RegisteredSchema> known = new ConcurrentHashMap<>();
    private final Map<Integer, Long> unknown = new ConcurrentHashMap<>();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private volatile @Nullable RegisteredSchema latest;

    /** A registry that was not asked yet. */
    public SchemaRegistry(RegistrySettings settings) {
        this(settings, System::nanoTime);
    }

    SchemaRegistry(RegistrySettings settings, LongSupplier nanoClock) {
        this.client = new RegistryClient(settings);
        this.settings = settings;
        this.nanoClock = nanoClock;
    }

    @Override
    public String description() {
        return "the latest schema of subject " + settings.subject() + " at " + settings.shownUrls();
    }

    /**
     * Returns the schema with an id; empty if the registry has none.
     *
     * @throws RegistryException if the registry cannot be asked
     * @throws SchemaException if it has a schema that cannot be used
     */
    Optional<RegisteredSchema> schema(int id) {
        if (id <= 0) {
            return Optional.empty(); // registries count from 1
        }
        RegisteredSchema found = known.get(id);
        if (found != null) {
            return Optional.of(found);
        }
        Long since = unknown.get(id);
        if (since != null && nanoClock.getAsLong() - since < UNKNOWN_NANOS) {
            return Optional.empty();
        }
        return ask(id);
    }

    private Optional<RegisteredSchema> ask(int id) {
        Optional<RegisteredSchema> answer = written(id);
        if (answer.isEmpty()) {
            put(unknown, id, nanoClock.getAsLong());
            return answer;
        }
        readLatestAgain();
        put(known, id, answer.get());
        return answer;
    }

    private Optional<RegisteredSchema> written(int id) {
        try {
            return client.schema(id).map(json -> schema("schema " + id, json, 0));
        } catch (ForbiddenException e) {
            if (readLatest().isEmpty()) { // else the login is a good one, and only this schema is closed to it
                throw e;
            }
            throw new SchemaException(
                    "the login at the schema registry may not read schema " + id
                            + " or one that it refers to (HTTP 403); allow it to read all schemas of the topic",
                    e);
        }
    }

    private void readLatestAgain() {
        try {
            readLatest().ifPresent(read -> latest = read);
        } catch (SchemaException e) {
            if (latest == null) {
                throw e;
            }
            LOG.warn("The new latest schema cannot be used, so the one before still counts: {}", e.getMessage());
        }
    }

    /** Returns true if a warning is new. Each is to be given once, though all threads meet the same schemas. */
    public boolean isNew(String warning) {
        return warned.size() < MOST_SCHEMAS && warned.add(warning);
    }

    /** Forgets a schema that could not be used, so that it and the latest one are asked for again. */
    void forget(int id) {
        known.remove(id);
    }

    /** Returns the time of this registry's clock. */
    long nanoTime() {
        return nanoClock.getAsLong();
    }

    private static <T> void put(Map<Integer, T> map, int id, T value) {
        if (map.size() >= MOST_SCHEMAS) {
            map.clear();
        }
        map.put(id, value);
    }

    /**
     * Returns the subject's latest schema, as far as it is known.
     *
     * @throws RegistryException if the registry cannot be asked, or has no such subject
     * @throws SchemaException if it has a schema that cannot be used
     */
    public RegisteredSchema latest() {
        RegisteredSchema found = latest;
        if (found == null) {
            found = readLatest()
                    .orElseThrow(() -> new RegistryException("schema registry " + settings.shownUrls()
                            + " has no subject " + settings.subject() + "; register its schema first, or correct "
                            + RegistrySettings.SUBJECT));
            latest = found;
        }
        return found;
    }

    /** Reads the latest schema; returns the known object if it is the same one, so that readers are kept. */
    private Optional<RegisteredSchema> readLatest() {
        return client.get("subjects/" + encoded(settings.subject()) + "/versions/latest")
                .map(json -> schema(label(settings.subject(), json), json, 0))
                .map(read -> read.equals(latest) ? latest : read);
    }

    private static String label(String subject, JsonNode json) {
        return "version " + json.path("version").asInt() + " of subject " + subject + " (schema "
                + json.path("id").asInt() + ")";
    }

    private RegisteredSchema schema(String label, JsonNode json, int depth) {
        if (depth > DEEPEST_REFERENCE) {
            throw new SchemaException(
                    label + " has references that are nested more than " + DEEPEST_REFERENCE + " deep");
        }
        String name = json.path("schemaType").asText("AVRO"); // Avro's schemas come without a type
        SchemaType type =
                SchemaType.of(name).orElseThrow(() -> new SchemaException(label + " has the unknown type " + name));
        List<RegisteredSchema.Reference> references = new ArrayList<>();
        for (JsonNode reference : json.path("references")) {
            references.add(reference(reference, depth + 1));
        }
        return new RegisteredSchema(label, type, json.path("schema").asText(), references);
    }

    private RegisteredSchema.Reference reference(JsonNode reference, int depth) {
        String subject = reference.path("subject").asText();
        int version = reference.path("version").asInt();
        String label = "version " + version + " of subject " + subject;
        JsonNode found = client.get("subjects/" + encoded(subject) + "/versions/" + version)
                .orElseThrow(() -> new SchemaException(
                        "the schema registry has no " + label + ", to which another schema refers"));
        return new RegisteredSchema.Reference(reference.path("name").asText(), schema(label, found, depth));
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
