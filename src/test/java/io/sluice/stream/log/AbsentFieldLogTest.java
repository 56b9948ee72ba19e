package io.sluice.stream.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.CapturedLog;
import io.sluice.format.EventFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AbsentFieldLogTest {
    private static final List<ReadPlaces.Channel> CHANNELS = List.of(
            new ReadPlaces.Channel("a", "/a"), new ReadPlaces.Channel("b", "/bb"), new ReadPlaces.Channel("c", "/c"));
    private static final String[] ALL = {"a", "b", "c"};

    private final CapturedLog captured = new CapturedLog(AbsentFieldLog.class.getName());
    private final EventSample sample = new EventSample();
    private FieldsSeen seen = FieldsSeen.NONE;
    private AbsentFieldLog log = log(Optional.empty());

    private AbsentFieldLog log(Optional<String> time) {
        return log(time, EventFormat.JSON);
    }

    private AbsentFieldLog log(Optional<String> time, EventFormat format) {
        return new AbsentFieldLog(
                () -> new EventCounts(seen.events(), Map.of(), Map.of(), 0, 0, seen),
                new ReadPlaces(CHANNELS, time, format),
                sample);
    }

    private void offer(String event) {
        sample.offer(event.getBytes(StandardCharsets.UTF_8));
    }

    private void look(long events, boolean time, String... channels) {
        seen = new FieldsSeen(events, Set.of(channels), time);
        log.check();
    }

    @AfterEach
    void close() {
        captured.close();
    }

    @Test
    void oneLineNamesTheChannelsThatNoEventHas() {
        look(99, true, "c");
        assertThat(captured.lines()).isEmpty();
        look(316, true, "c");
        assertThat(captured.lines())
                .containsExactly(
                        "WARN none of the 316 events so far has a value of a at /a, of b at /bb; if their fields"
                                + " have other names, set sluice.event.field.CHANNEL to the pointer");
    }

    @Test
    void theFieldsOfAnEventAreNamedAndTheNearestOne() {
        log = log(Optional.of("/time"));
        offer("{\"bbb\": 1, \"nested\": {\"x/y\": \"2\"}, \"list\": [3], \"c\": 4, \"times\": 5}");
        offer("{\"a later event\": 1}");
        look(100, false, "c");
        assertThat(captured.lines())
                .containsExactly(
                        "WARN none of the 100 events so far has a value of a at /a, of b at /bb (did you mean /bbb?); if"
                                + " their fields have other names, set sluice.event.field.CHANNEL to the pointer; one of"
                                + " the events has /bbb, /nested/x~1y, /c, /times",
                        "WARN none of the 100 events so far has a time at /time (did you mean /times?), so each has the"
                                + " time of its record; correct sluice.event.timestamp");

        offer("{\"bb2\": 1}");
        look(1000, true, "a", "c");
        assertThat(captured.lines())
                .hasSize(3)
                .last()
                .asString()
                .endsWith("b at /bb (did you mean /bb2?); if their fields have other names, set"
                        + " sluice.event.field.CHANNEL to the pointer; one of the events has /bb2");
    }

    @Test
    void theFieldsOfACloudEventAreThoseOfItsData() {
        log = log(Optional.empty(), EventFormat.CLOUDEVENTS);
        offer("{\"specversion\": \"1.0\", \"id\": \"1\", \"data\": {\"d\": 1}}");
        look(100, true);
        assertThat(captured.lines()).singleElement().asString().endsWith("; one of the events has /d");
    }

    @Test
    void aBinaryEventIsNotRead() {
        log = log(Optional.empty(), EventFormat.AVRO);
        offer("\0\0\0\0\1");
        look(100, true);
        assertThat(captured.lines()).singleElement().asString().endsWith("to the pointer");
    }

    @Test
    void theWarningComesAgainAfterTenTimesAsManyEvents() {
        look(100, true, "b", "c");
        look(999, true, "b", "c");
        assertThat(captured.lines()).hasSize(1);
        look(1000, true, "b", "c");
        assertThat(captured.lines()).hasSize(2);
        look(10_000, true, ALL);
        assertThat(captured.lines()).hasSize(2);
    }

    @Test
    void aTimeIsMissedOnlyIfTheUserChoseItsPlace() {
        look(100, false, ALL);
        assertThat(captured.lines()).isEmpty();
        log = log(Optional.of("/tsx"));
        look(100, true, ALL);
        assertThat(captured.lines()).isEmpty();
        look(1000, false, ALL);
        assertThat(captured.lines())
                .containsExactly("WARN none of the 1000 events so far has a time at /tsx, so each has the time of its"
                        + " record; correct sluice.event.timestamp");
    }
}
