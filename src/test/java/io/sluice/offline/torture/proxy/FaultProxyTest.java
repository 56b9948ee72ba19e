package io.sluice.offline.torture.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both ends of the proxy are sockets of the test. So it sees each byte that passes, and each that does not. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FaultProxyTest {
    private static final byte[] END_TXN = Sample.bytes(ApiKeys.END_TXN, 1);
    private static final byte[] HEARTBEAT = Sample.bytes(ApiKeys.HEARTBEAT, 2);

    private StubBroker broker;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        broker = new StubBroker();
        proxy = FaultProxy.start(List.of(broker.address()));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        broker.close();
    }

    @Test
    void whatMeetsNoFaultPassesByteForByte() throws IOException {
        inject("end-txn:drop-request");
        Random random = new Random(7);
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            for (int i = 0; i < 200; i++) {
                byte[] request = i % 2 == 0 ? Sample.bytes(ApiKeys.PRODUCE, i) : random(random);
                client.write(request);
                assertThat(server.read(request.length)).isEqualTo(request);
                byte[] response = random(random);
                server.write(response);
                assertThat(client.read(response.length)).isEqualTo(response);
            }
        }
    }

    /** Returns a frame whose content is no request of Kafka, as its type has a negative number. */
    private static byte[] random(Random random) {
        byte[] content = new byte[2 + random.nextInt(100_000)];
        random.nextBytes(content);
        content[0] |= (byte) 0x80;
        return Sample.framed(ByteBuffer.wrap(content));
    }

    @Test
    void requestsMayFollowEachOtherWithoutAResponseBetween() throws IOException {
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            client.write(HEARTBEAT);
            client.write(END_TXN);
            assertThat(server.read(HEARTBEAT.length)).isEqualTo(HEARTBEAT);
            assertThat(server.read(END_TXN.length)).isEqualTo(END_TXN);
        }
    }

    @Test
    void anErrorIsTheAnswerAndTheBrokerNeverSeesTheRequest() throws IOException {
        Injection injection = inject("end-txn:concurrent-transactions");
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            client.write(END_TXN);
            assertThat(readError(client)).containsExactly(Map.entry(Errors.CONCURRENT_TRANSACTIONS, 1));
            client.write(HEARTBEAT);
            assertThat(server.read(HEARTBEAT.length)).isEqualTo(HEARTBEAT);
        }
        assertThat(injection.effects()).hasSize(1);
    }

    @Test
    void anErrorWaitsForTheAnswersToEarlierRequests() throws IOException {
        inject("end-txn:not-coordinator");
        byte[] first = Sample.framed(ByteBuffer.wrap(new byte[] {0, 0, 0, 2, 0}));
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            client.write(HEARTBEAT);
            client.write(END_TXN);
            server.read(HEARTBEAT.length);
            server.write(first);
            assertThat(client.read(first.length)).isEqualTo(first);
            assertThat(readError(client)).containsOnlyKeys(Errors.NOT_COORDINATOR);
        }
    }

    @Test
    void anErrorWaitsForNoAnswerToRecordsThatGetNone() throws IOException {
        inject("end-txn:not-coordinator");
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            byte[] records = Sample.unacknowledged(5);
            client.write(records);
            client.write(END_TXN);
            assertThat(server.read(records.length)).isEqualTo(records);
            assertThat(readError(client)).containsOnlyKeys(Errors.NOT_COORDINATOR);
        }
    }

    private static Map<Errors, Integer> readError(Peer client) throws IOException {
        int length = ByteBuffer.wrap(client.read(Integer.BYTES)).getInt();
        ByteBuffer content = ByteBuffer.wrap(client.read(length));
        return AbstractResponse.parseResponse(content, Sample.header(ApiKeys.END_TXN, 1))
                .errorCounts();
    }

    @Test
    void aDelayedRequestArrivesWholeAndNotBeforeItsTime() throws IOException {
        Duration delay = Duration.ofMillis(150);
        Injection injection =
                proxy.inject(Fault.once(FaultTable.parse("end-txn:delay")).withDelay(delay));
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            long begin = System.nanoTime();
            client.write(END_TXN);
            assertThat(server.read(END_TXN.length)).isEqualTo(END_TXN);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(delay);
        }
        assertThat(injection.isOver()).isTrue();
    }

    @Test
    void aDroppedRequestEndsTheConnectionBeforeTheBrokerSeesIt() throws IOException {
        Injection injection = inject("end-txn:drop-request");
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            client.write(END_TXN);
            assertThat(client.readToTheEnd()).isEmpty();
            assertThat(server.readToTheEnd()).isEmpty();
        }
        assertThat(injection.effects()).hasSize(1);
    }

    @Test
    void aDroppedResponseEndsTheConnectionAfterTheBrokerHasAnswered() throws IOException {
        Injection injection = inject("end-txn:drop-response");
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            client.write(END_TXN);
            assertThat(server.read(END_TXN.length)).isEqualTo(END_TXN);
            assertThat(injection.effects()).isEmpty();
            server.write(Sample.framed(ByteBuffer.allocate(20)));
            assertThat(client.readToTheEnd()).isEmpty();
        }
        assertThat(injection.effects()).hasSize(1);
    }

    @Test
    void theConnectionEndsInTheMiddleOfTheRequestAndInThatOfTheNext() throws IOException {
        Injection injection = inject("end-txn:cut-request");
        for (int i = 0; i < 2; i++) {
            try (Peer client = Peer.connect(proxy);
                    Peer server = broker.accept()) {
                client.write(END_TXN);
                assertThat(server.readToTheEnd()).isEqualTo(Arrays.copyOf(END_TXN, END_TXN.length / 2));
                assertThat(client.readToTheEnd()).isEmpty();
            }
        }
        assertThat(injection.effects()).hasSize(2);
        assertPasses(END_TXN);
    }

    @Test
    void theConnectionEndsInTheMiddleOfTheResponseAndInThatOfTheNext() throws IOException {
        byte[] response = Sample.framed(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 5, 6, 7, 8}));
        Injection injection = inject("end-txn:cut-response");
        for (int i = 0; i < 2; i++) {
            try (Peer client = Peer.connect(proxy);
                    Peer server = broker.accept()) {
                client.write(END_TXN);
                server.read(END_TXN.length);
                server.write(response);
                assertThat(client.readToTheEnd()).isEqualTo(Arrays.copyOf(response, response.length / 2));
            }
        }
        assertThat(injection.effects()).hasSize(2);
        assertPasses(END_TXN);
    }

    /** A client may send two requests before the first one is answered. */
    @Test
    void aFaultWhoseConnectionEndsBeforeItMeetsARequestOfAnotherConnection() throws IOException {
        byte[] response = Sample.framed(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 5, 6, 7, 8}));
        Injection injection = inject("end-txn:cut-response");
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            client.write(END_TXN);
            client.write(Sample.bytes(ApiKeys.END_TXN, 2));
            server.read(END_TXN.length);
            Awaitility.await("the fault has met both requests")
                    .atMost(Duration.ofMinutes(1))
                    .until(injection::isOver);
            server.write(response);
            assertThat(client.readToTheEnd()).hasSize(response.length / 2);
        }
        Awaitility.await("the second request is given back")
                .atMost(Duration.ofMinutes(1))
                .until(() -> !injection.isOver());
        assertThat(injection.effects()).hasSize(1);
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            client.write(END_TXN);
            server.read(END_TXN.length);
            server.write(response);
            assertThat(client.readToTheEnd()).hasSize(response.length / 2);
        }
        assertThat(injection.effects()).hasSize(2);
        assertPasses(END_TXN);
    }

    @Test
    void aFaultThatWaitsForAResponseMeetsAnotherRequestIfTheBrokerIsGone() throws IOException {
        Injection injection = inject("end-txn:drop-response");
        try (Peer client = Peer.connect(proxy)) {
            try (Peer server = broker.accept()) {
                client.write(END_TXN);
                server.read(END_TXN.length);
            }
            assertThat(client.readToTheEnd()).isEmpty();
        }
        Awaitility.await("the request is given back")
                .atMost(Duration.ofMinutes(1))
                .until(() -> !injection.isOver());
        assertThat(injection.effects()).isEmpty();
    }

    private void assertPasses(byte[] request) throws IOException {
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            client.write(request);
            assertThat(server.read(request.length)).isEqualTo(request);
        }
    }

    @Test
    void aFaultMeetsItsNumberOfRequestsAndThenNoMore() throws IOException {
        Injection injection = proxy.inject(
                Fault.once(FaultTable.parse("end-txn:not-coordinator")).withTimes(3));
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            for (int i = 0; i < 3; i++) {
                assertThat(injection.isOver()).isFalse();
                client.write(END_TXN);
                assertThat(readError(client)).containsOnlyKeys(Errors.NOT_COORDINATOR);
            }
            client.write(END_TXN);
            assertThat(server.read(END_TXN.length)).isEqualTo(END_TXN);
        }
        assertThat(injection.isOver()).isTrue();
        assertThat(injection.effects()).hasSize(3);
    }

    @Test
    void aFaultMeetsNoRequestAfterItsPeriod() throws IOException, InterruptedException {
        Injection injection =
                proxy.inject(Fault.during(FaultTable.parse("end-txn:not-coordinator"), Duration.ofMillis(1)));
        Thread.sleep(2);
        assertThat(injection.isOver()).isTrue();
        assertPasses(END_TXN);
        assertThat(injection.effects()).isEmpty();
    }

    @Test
    void aWithdrawnFaultMeetsNoRequest() throws IOException {
        Injection injection = inject("end-txn:not-coordinator");
        injection.withdraw();
        assertPasses(END_TXN);
        assertThat(injection.isOver()).isTrue();
    }

    @Test
    void aFaultLeavesOtherTypesAndOtherClientsAlone() throws IOException {
        Injection other = proxy.inject(
                Fault.once(FaultTable.parse("end-txn:drop-request")).withClientIds("client-2"));
        Injection type = inject("heartbeat:drop-request");
        assertPasses(END_TXN);
        assertThat(List.of(other, type)).allSatisfy(injection -> {
            assertThat(injection.effects()).isEmpty();
            assertThat(injection.isOver()).isFalse();
        });
        assertThat(proxy.injections()).containsExactly(other, type);
    }

    @Test
    void theOlderOfTwoFaultsHappensFirst() throws IOException {
        inject("end-txn:not-coordinator");
        inject("end-txn:coordinator-not-available");
        try (Peer client = Peer.connect(proxy)) {
            client.write(END_TXN);
            assertThat(readError(client)).containsOnlyKeys(Errors.NOT_COORDINATOR);
            client.write(END_TXN);
            assertThat(readError(client)).containsOnlyKeys(Errors.COORDINATOR_NOT_AVAILABLE);
        }
    }

    @Test
    void anEffectSaysWhenItHappenedAndToWhom() throws IOException {
        Injection injection = inject("end-txn:not-coordinator");
        Instant before = Instant.now();
        try (Peer client = Peer.connect(proxy)) {
            client.write(END_TXN);
            readError(client);
            client.write(END_TXN);
        }
        proxy.close();
        assertThat(injection.effects()).singleElement().satisfies(effect -> {
            assertThat(effect.at()).isBetween(before, Instant.now());
            assertThat(effect.clientId()).isEqualTo(Sample.CLIENT);
        });
    }

    @Test
    void requestsAreCountedByType() throws IOException {
        inject("heartbeat:not-coordinator");
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            byte[] records = Sample.unacknowledged(3);
            client.write(HEARTBEAT);
            client.write(records);
            client.write(END_TXN);
            client.write(END_TXN);
            server.read(records.length + 2 * END_TXN.length);
        }
        assertThat(proxy.requests())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(ApiKeys.HEARTBEAT, 1L, ApiKeys.PRODUCE, 1L, ApiKeys.END_TXN, 2L));
    }

    @Test
    void aClosedClientClosesTheConnectionToTheBroker() throws IOException {
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            client.hangUp();
            assertThat(server.readToTheEnd()).isEmpty();
        }
    }

    @Test
    void aClosedBrokerClosesTheConnectionToTheClient() throws IOException {
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            server.hangUp();
            assertThat(client.readToTheEnd()).isEmpty();
        }
    }

    @Test
    void withoutABrokerAClientFindsItsConnectionClosed() throws IOException {
        broker.close();
        try (Peer client = Peer.connect(proxy)) {
            assertThat(client.readToTheEnd()).isEmpty();
        }
    }

    @Test
    void aLengthThatNoFrameHasEndsTheConnection() throws IOException {
        try (Peer client = Peer.connect(proxy);
                Peer server = broker.accept()) {
            client.write(new byte[] {-1, -1, -1, -1});
            assertThat(client.readToTheEnd()).isEmpty();
            assertThat(server.readToTheEnd()).isEmpty();
        }
    }

    @Test
    void eachBrokerHasAPortOfItsOwnAndFaultsMeetRequestsAtAll() throws IOException {
        try (StubBroker second = new StubBroker();
                FaultProxy both = FaultProxy.start(List.of(broker.address(), second.address()))) {
            assertThat(both.bootstrapServers()).isEqualTo("127.0.0.1:" + both.port(0) + ",127.0.0.1:" + both.port(1));
            both.inject(Fault.once(FaultTable.parse("end-txn:not-coordinator")).withTimes(2));
            for (int i = 0; i < 2; i++) {
                try (Peer client = Peer.connect(both, i);
                        Peer server = (i == 0 ? broker : second).accept()) {
                    client.write(END_TXN);
                    assertThat(readError(client)).containsOnlyKeys(Errors.NOT_COORDINATOR);
                    client.write(HEARTBEAT);
                    assertThat(server.read(HEARTBEAT.length)).isEqualTo(HEARTBEAT);
                }
            }
        }
    }

    @Test
    void noThreadRunsAfterClose() throws IOException {
        inject("end-txn:not-coordinator");
        proxy.inject(Fault.once(FaultTable.parse("heartbeat:delay")).withDelay(Duration.ofDays(1)));
        try (Peer waiting = Peer.connect(proxy);
                Peer delayed = Peer.connect(proxy);
                Peer first = broker.accept();
                Peer second = broker.accept()) {
            delayed.write(HEARTBEAT);
            waiting.write(HEARTBEAT);
            waiting.write(END_TXN);
            assertThat(threads()).isNotEmpty();
            proxy.close();
            assertThat(threads()).isEmpty();
            assertThat(delayed.readToTheEnd()).isEmpty();
            assertThat(first.readToTheEnd().length + second.readToTheEnd().length)
                    .isLessThanOrEqualTo(HEARTBEAT.length);
        }
    }

    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("fault-proxy-" + proxy.port(0)))
                .toList();
    }

    private Injection inject(String fault) {
        return proxy.inject(Fault.once(FaultTable.parse(fault)));
    }
}
