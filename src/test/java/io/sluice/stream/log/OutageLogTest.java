package io.sluice.stream.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageLogTest {
    private final CapturedLog captured = new CapturedLog(OutageLog.class.getName());
    private boolean connected;
    private long clock = 5_000;
    private final BrokerWaits waits = new BrokerWaits(() -> clock);
    private final OutageLog log = new OutageLog(() -> connected, waits, "kafka:9092", () -> clock);

    @AfterEach
    void close() {
        captured.close();
    }

    private void look(boolean made, long atMillis) {
        connected = made;
        clock = atMillis;
        log.check();
    }

    @Test
    void aLossAndItsEndAreOneLineEach() {
        look(true, 10_000);
        look(false, 20_000);
        look(false, 21_000);
        look(true, 51_500);
        look(true, 52_500);
        assertThat(captured.lines())
                .containsExactly(
                        "WARN lost the connection to the broker at kafka:9092",
                        "INFO connected to the broker again after 31.5 s");
    }

    @Test
    void aBrokerThatIsConnectedAndDoesNotAnswerIsOneLineAndItsEndIsAnother() {
        look(true, 10_000);
        waits.during(() -> {
            look(true, 19_999);
            assertThat(captured.lines()).isEmpty();
            look(true, 20_500);
            look(true, 30_000);
        });
        look(true, 44_999);
        assertThat(captured.lines()).hasSize(1);
        waits.during(() -> look(true, 45_000));
        look(true, 46_000);
        assertThat(captured.lines())
                .containsExactly(
                        "WARN the broker at kafka:9092 is connected, but has let a producer wait for 10.5 s; events"
                                + " wait, too",
                        "INFO the wait for the broker ended after 20.0 s");
    }

    /** The flush before the second try ends at once, although nobody answers. */
    @Test
    void aCallThatTimesOutAndIsTriedAgainIsOneWait() {
        look(true, 10_000);
        waits.during(() -> look(true, 70_000));
        waits.during(() -> look(true, 70_100));
        waits.during(() -> {
            look(true, 79_000);
            look(true, 90_000);
        });
        look(true, 105_000);
        assertThat(captured.lines())
                .containsExactly(
                        "WARN the broker at kafka:9092 is connected, but has let a producer wait for 60.0 s; events"
                                + " wait, too",
                        "INFO the wait for the broker ended after 80.0 s");
    }

    @Test
    void aLostConnectionIsNotSilentToo() {
        look(true, 10_000);
        waits.during(() -> {
            look(false, 20_000);
            look(false, 40_000);
        });
        look(false, 41_000);
        assertThat(captured.lines()).containsExactly("WARN lost the connection to the broker at kafka:9092");
    }

    @Test
    void aCallThatFailsWaitsNoLonger() {
        look(true, 10_000);
        assertThatThrownBy(() -> waits.during(() -> {
                    throw new IllegalStateException("timed out");
                }))
                .hasMessage("timed out");
        look(true, 40_000);
        assertThat(captured.lines()).isEmpty();
    }

    @Test
    void aSecondLossIsLoggedWithItsOwnTime() {
        look(true, 10_000);
        look(false, 20_000);
        look(true, 50_000);
        look(false, 60_000);
        look(true, 62_000);
        assertThat(captured.lines())
                .containsExactly(
                        "WARN lost the connection to the broker at kafka:9092",
                        "INFO connected to the broker again after 30.0 s",
                        "WARN lost the connection to the broker at kafka:9092",
                        "INFO connected to the broker again after 2.0 s");
    }

    @Test
    void aConnectionThatIsNotMadeYetIsNotLost() {
        look(false, 10_000);
        look(false, 11_000);
        look(true, 12_000);
        assertThat(captured.lines()).isEmpty();
    }
}
