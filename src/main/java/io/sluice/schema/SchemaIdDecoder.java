package io.sluice.schema;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.Malformed;
import io.sluice.event.SchemaIdHeader;
import io.sluice.event.ValueShape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decodes values that begin with a schema id. It asks the registry for each id once, and keeps a reader for it. All
 * readers read as the subject's latest schema; if that changes, they are made again. A schema that cannot be used is
 * asked for again after a minute, because it or the latest one may have been corrected.
 *
 * <p>It belongs to one thread.
 */
public final class SchemaIdDecoder {
    private static final int MOST_READERS = 1000;
    private static final long REFUSED_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final SchemaRegistry registry;
    private final PayloadReader.Factory factory;
    private final int maxBytes;
    private final Map<Integer, PayloadReader> readers = new HashMap<>();
    /** When each schema that cannot be used was refused. */
    private final Map<Integer, Long> refused = new HashMap<>();

    private @Nullable RegisteredSchema latest;

    /** @param maxBytes the largest number of bytes that is decoded */
    public SchemaIdDecoder(SchemaRegistry registry, PayloadReader.Factory factory, int maxBytes) {
        this.registry = registry;
        this.factory = factory;
        this.maxBytes = maxBytes;
    }

    /**
     * Decodes the value of one record.
     *
     * @param recordTimestamp the time of the record, for an event without a time
     * @throws RegistryException if the registry cannot be asked for the schema now
     */
    public Decoded decode(byte[] value, long recordTimestamp) {
        if (value.length > maxBytes) {
            return Malformed.tooLarge(value.length, maxBytes);
        }
        if (value.length == 0) {
            return Malformed.empty();
        }
        return SchemaIdHeader.begins(value)
                ? reader(SchemaIdHeader.schemaId(value)).read(value, SchemaIdHeader.BYTES, recordTimestamp)
                : ValueShape.withoutSchemaId(value);
    }

    private PayloadReader reader(int id) {
        use(registry.latest());
        forgetOldRefusal(id);
        PayloadReader known = readers.get(id);
        return known == null ? newReader(id) : known;
    }

    private void use(RegisteredSchema current) {
        if (!current.equals(latest)) {
            forgetReaders();
            latest = current;
        }
    }

    private void forgetReaders() {
        readers.clear();
        refused.clear();
    }

    private void forgetOldRefusal(int id) {
        Long since = refused.get(id);
        if (since != null && registry.nanoTime() - since >= REFUSED_NANOS) {
            refused.remove(id);
            readers.remove(id);
            registry.forget(id);
        }
    }

    private PayloadReader newReader(int id) {
        if (readers.size() >= MOST_READERS) {
            forgetReaders();
        }
        Optional<PayloadReader> made = make(id);
        if (made.isEmpty()) {
            return refusing(DeadLetterReason.UNKNOWN_SCHEMA, "the schema registry does not know the schema id " + id);
        }
        readers.put(id, made.get());
        return made.get();
    }

    private Optional<PayloadReader> make(int id) {
        try {
            return registry.schema(id).map(this::make);
        } catch (SchemaException e) {
            refused.put(id, registry.nanoTime());
            return Optional.of(refusing(DeadLetterReason.UNUSABLE_SCHEMA, String.valueOf(e.getMessage())));
        }
    }

    private PayloadReader make(RegisteredSchema writer) {
        RegisteredSchema current = registry.latest(); // the registry may have read it again with the writer's schema
        use(current);
        return usable(writer, current);
    }

    private PayloadReader usable(RegisteredSchema writer, RegisteredSchema current) {
        try {
            return factory.reader(writer, current).guarded();
        } catch (RegistryException | SchemaException e) {
            throw e;
        } catch (RuntimeException e) { // a library met a schema that its authors did not think of
            throw new SchemaException(writer.label() + " cannot be used as " + current.label() + ": " + e, e);
        }
    }

    private static PayloadReader refusing(DeadLetterReason reason, String detail) {
        Malformed malformed = new Malformed(reason, detail);
        return (value, offset, recordTimestamp) -> malformed;
    }
}
