package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.EngineException;
import io.sluice.schema.RegistryException;
import io.sluice.state.StateException;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.RocksDBException;

class ThreadFailureTest {
    private static Stream<Throwable> passingFailures() {
        return Stream.of(
                new TimeoutException("late"),
                new ProducerFencedException("fenced"),
                new InvalidProducerEpochException("old"),
                new InvalidTxnStateException("no transaction"),
                new TransactionAbortableException("again"),
                new UnknownProducerIdException("expired"),
                new OutOfOrderSequenceException("gap"),
                new TaskMigratedException("gone", new TimeoutException("late")),
                ofKafka(new TaskCorruptedException(Set.of(new TaskId(0, 1)))),
                ofKafka(new KafkaException("The client hasn't received acknowledgment for some previously sent messages"
                        + " and can no longer retry them. It is safe to abort the transaction and continue.")),
                new RegistryException("the schema registry is away"),
                ofKafka(new IllegalStateException()));
    }

    private static Stream<Throwable> lastingFailures() {
        return Stream.of(
                new OutOfMemoryError(),
                new StackOverflowError(),
                new TopicAuthorizationException(Set.of("events")),
                new SaslAuthenticationException("wrong password"),
                new SerializationException("no bytes"),
                new RecordTooLargeException("2 MiB"),
                new InvalidTimestampException("next year"),
                new UnsupportedVersionException("old broker"),
                new EngineException("broken"),
                new StateException("another model"),
                new StartException("no topic"),
                new EngineException("broken", new TimeoutException("the message of a library")),
                withFramesOf("ai.djl.pytorch.engine.PtModel", new IllegalStateException("closed")),
                withFramesOf("com.example.TheirInterceptor", new NullPointerException()));
    }

    @ParameterizedTest
    @MethodSource("passingFailures")
    void whatANewTryMayMendPasses(Throwable cause) {
        assertThat(new ThreadFailure(new StreamsException(cause)).isLasting()).isFalse();
        assertThat(new ThreadFailure(cause).isLasting()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("lastingFailures")
    void whatTheNextTryWouldMeetAgainLasts(Throwable cause) {
        assertThat(new ThreadFailure(new StreamsException(cause)).isLasting()).isTrue();
        assertThat(new ThreadFailure(cause).isLasting()).isTrue();
    }

    /** A record is processed below frames of Kafka. The exception is of the JDK, and the JDK throws it. */
    @Test
    void aBugOfSluiceLastsThoughItIsThrownByTheJdkBelowKafka() {
        assertThat(new ThreadFailure(new StreamsException(thrownHere())).isLasting())
                .isTrue();
    }

    private static RuntimeException thrownHere() {
        try {
            throw new AssertionError(Stream.of("x").mapToInt(Integer::parseInt).sum());
        } catch (NumberFormatException e) {
            return e;
        }
    }

    /** Sluice calls Kafka here, and Kafka throws an exception with frames. */
    @Test
    void anExceptionOfKafkaBelowSluicePasses() {
        assertThatThrownBy(() -> Utils.utf8((String) null))
                .isInstanceOf(NullPointerException.class)
                .satisfies(thrown -> assertThat(new ThreadFailure(new StreamsException(thrown)).isLasting())
                        .isFalse());
    }

    @Test
    void aFailureOfAStorePassesAndIsKnown() {
        ProcessorStateException ofRocksDb = new ProcessorStateException(
                "cannot put", withFramesOf("org.rocksdb.RocksDB", new RocksDBException("I/O")));
        assertThat(new ThreadFailure(ofRocksDb).isLasting()).isFalse();
        assertThat(new ThreadFailure(ofRocksDb).isOfStore()).isTrue();

        IOException full = ofKafka(new IOException("No space left on device"));
        assertThat(new ThreadFailure(new StreamsException(full)).isLasting()).isFalse();
        assertThat(new ThreadFailure(new StreamsException(full)).isOfStore()).isTrue();
        assertThat(new ThreadFailure(new TimeoutException("late")).isOfStore()).isFalse();
    }

    @Test
    void kindAndReasonAreThoseOfTheFirstCauseInOneLine() {
        ThreadFailure failure = new ThreadFailure(new StreamsException(new TimeoutException("late\nby 3 s")));
        assertThat(failure.kind()).isEqualTo("TimeoutException");
        assertThat(failure.reason()).isEqualTo("org.apache.kafka.common.errors.TimeoutException: late");
        assertThat(new ThreadFailure(new StreamsException(new RegistryException("schema registry x is away"))).reason())
                .isEqualTo("schema registry x is away");
    }

    private static <T extends Throwable> T ofKafka(T exception) {
        return withFramesOf("org.apache.kafka.clients.producer.internals.TransactionManager", exception);
    }

    private static <T extends Throwable> T withFramesOf(String thrower, T exception) {
        exception.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("java.util.Objects", "requireNonNull", "Objects.java", 1),
            new StackTraceElement(thrower, "call", "Some.java", 1),
            new StackTraceElement("io.sluice.stream.TaskScorer", "process", "TaskScorer.java", 1),
            new StackTraceElement("org.apache.kafka.streams.processor.internals.StreamTask", "process", "X.java", 1)
        });
        return exception;
    }
}
