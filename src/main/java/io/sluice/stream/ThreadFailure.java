package io.sluice.stream;

import io.sluice.schema.RegistryException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TopologyException;
import org.rocksdb.RocksDBException;

/**
 * The exception that ended a stream thread, and what it says about another try.
 *
 * <p>Kafka's clients throw too many exceptions to list those that pass. So the list has those that do not pass: an
 * error of the JVM, a refusal by the broker that the next try would get as well, and whatever other code than that of
 * Kafka and RocksDB has thrown, which is a bug. One exception of Sluice's own passes: the schema registry is away.
 */
record ThreadFailure(Throwable thrown) {
    private static final List<Class<? extends Throwable>> LASTING = List.of(
            Error.class,
            AuthenticationException.class,
            AuthorizationException.class,
            SecurityDisabledException.class,
            SerializationException.class,
            RecordTooLargeException.class,
            RecordBatchTooLargeException.class,
            InvalidTimestampException.class,
            InvalidTopicException.class,
            InvalidConfigurationException.class,
            InvalidTxnTimeoutException.class,
            OffsetMetadataTooLarge.class,
            PolicyViolationException.class,
            UnsupportedCompressionTypeException.class,
            UnsupportedForMessageFormatException.class,
            UnsupportedVersionException.class,
            ConfigException.class,
            TopologyException.class);

    private static final List<Class<? extends Throwable>> OF_STORES =
            List.of(ProcessorStateException.class, RocksDBException.class, IOException.class);

    private static final List<Class<? extends Throwable>> OF_REGISTRY = List.of(RegistryException.class);

    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");
    private static final List<String> KAFKA = List.of("org.apache.kafka.", "org.rocksdb.");
    private static final List<String> OWN = List.of("io.sluice.", "ai.djl.");

    /** Returns true if the next try would fail as well. */
    boolean isLasting() {
        return !hasCauseOf(OF_REGISTRY)
                && (hasCauseOf(LASTING)
                        || causes().anyMatch(
                                        cause -> startsWith(cause.getClass().getName(), OWN))
                        || !startsWith(thrower(), KAFKA));
    }

    /** Returns true if a state store failed: a full disk passes, a broken one does not. */
    boolean isOfStore() {
        return hasCauseOf(OF_STORES);
    }

    /** Returns the name of the first cause's class, without its package. */
    String kind() {
        return root().getClass().getSimpleName();
    }

    /** Returns the first cause in one line. */
    String reason() {
        String reason =
                root() instanceof RegistryException away ? String.valueOf(away.getMessage()) : root().toString();
        return reason.lines().findFirst().orElse("");
    }

    /** Returns the class of the innermost frame that is not the JDK's. Kafka's own exceptions often have no frames. */
    private String thrower() {
        return Arrays.stream(root().getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> !startsWith(name, JDK))
                .findFirst()
                .orElse(root().getClass().getName());
    }

    private boolean hasCauseOf(List<Class<? extends Throwable>> types) {
        return causes().anyMatch(cause -> types.stream().anyMatch(type -> type.isInstance(cause)));
    }

    private Throwable root() {
        return causes().reduce((outer, inner) -> inner).orElse(thrown);
    }

    private Stream<Throwable> causes() {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
    }

    private static boolean startsWith(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(name::startsWith);
    }
}
