package io.sluice.stream.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.CapturedLog;
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
    private FieldsSeen seen = FieldsSeen.NONE;
    private AbsentFieldLog log = log(Optional.empty());

    private AbsentFieldLog log(Optional<String> time) {
        return new AbsentFieldLog(
                () -> new EventCounts(seen.events(), Map.of(), Map.of(), 0, 0, seen), new ReadPlaces(CHANNELS, time));
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
