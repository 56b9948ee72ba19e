package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.event;
import static io.sluice.stream.PipelineDriver.reset;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.InputRecord;
import io.sluice.engine.Outcome;
import io.sluice.engine.OutcomeListener;
import io.sluice.engine.ServingModel;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Malformed;
import io.sluice.format.EventFormat;
import io.sluice.live.EventStretch;
import io.sluice.live.KeySummary;
import io.sluice.live.LiveDeadLetter;
import io.sluice.live.LiveEvent;
import io.sluice.live.LiveIncident;
import io.sluice.live.LiveView;
import io.sluice.live.StartedEvent;
import io.sluice.live.Subscription;
import io.sluice.model.ForwardingStepModel;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** What the live view knows of a pipeline. A surprise is the reading itself. */
class LiveViewTest {
    private static final ServingModel SPEC = TestModels.spec("value");
    private static final int CALM = 60;

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final LiveView view = new LiveView(16 << 20, EventFormat.JSON, now::get);

    private PipelineDriver driver(LiveView listener) {
        return new PipelineDriver(SPEC, () -> new ReadingModel(SPEC.manifest().sizes()), Map.of(), listener);
    }

    private static PipelineDriver.Input reading(String key, int second, double value) {
        return event(key, 1000L * second, "{\"value\":" + value + "}");
    }

    private static List<PipelineDriver.Input> calm(String key) {
        List<PipelineDriver.Input> events = new ArrayList<>();
        for (int i = 0; i < CALM; i++) {
            events.add(reading(key, i, (i % 10) / 10.0));
        }
        return events;
    }

    @Test
    void theEventsOfAKeyHaveTheirPredictions() {
        try (PipelineDriver driver = driver(view)) {
            driver.poll(List.of(reading("a", 0, 0.5), reading("b", 1, 0.1), reading("a", 2, 0.25)));
            List<byte[]> sent =
                    driver.predictions().stream().map(TestRecord::value).toList();
            assertThat(view.events("a", 10))
                    .extracting(LiveEvent::prediction)
                    .containsExactly(sent.get(0), sent.get(2));
            assertThat(view.events("a", 1)).extracting(LiveEvent::step).containsExactly(2L);
            assertThat(view.events("nobody", 10)).isEmpty();
        }
    }

    @Test
    void anEventKeepsTheStateBeforeIt() {
        try (PipelineDriver driver = driver(view)) {
            driver.poll(List.of(reading("a", 0, 0.5)));
            byte[] after = driver.states().get("a");
            driver.poll(List.of(reading("a", 1, 0.5)));
            List<StartedEvent> events = view.started("a");
            assertThat(events).hasSize(2);
            assertThat(events.get(0).before()).isNull();
            assertThat(events.get(1).before().bytes()).isEqualTo(after);
        }
    }

    @Test
    void onlyTheLatestEventsKeepTheStateBeforeThem() {
        try (PipelineDriver driver = driver(view)) {
            driver.poll(calm("a"));
            List<StartedEvent> events = view.started("a");
            assertThat(view.events("a", 1000)).hasSize(CALM);
            assertThat(events)
                    .extracting(started -> started.event().step())
                    .containsExactly(51L, 52L, 53L, 54L, 55L, 56L, 57L, 58L, 59L, 60L);
            assertThat(events).allMatch(started -> started.before() != null);
            driver.process(reset("a", 61_000, "{\"value\":0.5}"));
            driver.process(reading("a", 62, 0.5));
            assertThat(view.started("a"))
                    .as("those of a key that has started again")
                    .extracting(started -> started.event().step())
                    .containsExactly(1L, 2L);
        }
    }

    @Test
    void eventsBeforeTheLatestRunAgainFromCheckpoints() {
        try (PipelineDriver driver = driver(view)) {
            driver.poll(calm("a"));
            List<EventStretch> stretches = view.stretches("a", 40);
            assertThat(stretches.get(0).events().get(0).step())
                    .as("the checkpoint before the range")
                    .isEqualTo(16);
            assertThat(steps(stretches)).isEqualTo(steps(16, CALM));
            assertThat(stretches.subList(0, 3))
                    .extracting(stretch -> stretch.events().size())
                    .containsExactly(16, 16, 3);
            assertThat(stretches.subList(3, 13))
                    .allMatch(stretch -> stretch.events().size() == 1);
            assertThat(steps(view.stretches("a", 1000))).isEqualTo(steps(1, CALM));
            assertThat(view.stretches("a", 1000).get(0).before()).isNull();
            assertThat(steps(view.stretches("a", 3))).isEqualTo(steps(CALM - 2, CALM));
        }
    }

    private static List<Long> steps(List<EventStretch> stretches) {
        return stretches.stream()
                .flatMap(stretch -> stretch.events().stream())
                .map(LiveEvent::step)
                .toList();
    }

    private static List<Long> steps(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void fullMemoryFirstForgetsTheCheckpoints() {
        LiveView small = new LiveView(16 * 100_000, EventFormat.JSON, now::get);
        try (PipelineDriver driver = driver(small)) {
            int events = 0;
            while (small.stretches("a", 1000).size() < 15) {
                driver.process(reading("a", events++, 0.5));
            }
            int kept = small.events("a", 1000).size();
            assertThat(kept).as("of as many events as came").isEqualTo(events);
            while (small.events("a", 1000).size() == events) {
                driver.process(reading("a", events++, 0.5));
            }
            assertThat(small.stretches("a", 1000))
                    .as("those of the latest events alone")
                    .hasSize(10);
        }
    }

    @Test
    void keysOfPartitionsThatMovedAwayAreForgotten() {
        try (PipelineDriver driver = driver(view)) {
            driver.poll(calm("a"));
            driver.poll(List.of(reading("a", 60, 50)));
            view.retain(Set.of(0));
            assertThat(view.keys()).hasSize(1);
            assertThat(view.openIncidents()).isEqualTo(1);
            view.retain(Set.of(1));
            assertThat(view.keys()).isEmpty();
            assertThat(view.openIncidents()).isZero();
            assertThat(view.incidents(10)).isEmpty();
        }
    }

    @Test
    void aKeyHasALimitOfEvents() {
        try (PipelineDriver driver = driver(view)) {
            for (int i = 0; i < LiveView.EVENTS_PER_KEY + 5; i++) {
                driver.process(reading("a", i, 0.5));
            }
            assertThat(view.events("a", 10_000)).hasSize(LiveView.EVENTS_PER_KEY);
            assertThat(view.events("a", 10_000).get(0).step()).isEqualTo(6);
        }
    }

    @Test
    void fullMemoryForgetsTheOldestEvents() {
        LiveView small = new LiveView(16 * 4000, EventFormat.JSON, now::get);
        try (PipelineDriver driver = driver(small)) {
            driver.poll(calm("a"));
            driver.poll(calm("b"));
            for (String key : List.of("a", "b")) {
                List<LiveEvent> events = small.events(key, 1000);
                assertThat(events.size()).isBetween(1, 20);
                assertThat(events.get(events.size() - 1).step()).isEqualTo(CALM);
            }
            for (int i = 0; i < 2000; i++) {
                driver.process(reading("key-" + i, 1, 0.5));
            }
            assertThat(small.keys().size()).isBetween(16, 300);
            assertThat(small.keys())
                    .extracting(KeySummary::key)
                    .contains("key-1999")
                    .doesNotContain("a");
        }
    }

    @Test
    void theOnlyEventOfAKeyStaysLongest() {
        LiveView small = new LiveView(16 * 60_000, EventFormat.JSON, now::get);
        try (PipelineDriver driver = driver(small)) {
            driver.poll(List.of(reading("rare", 0, 0.5), reading("rare", 1, 0.5)));
            driver.process(reading("rare", 2, 0.5));
            for (int i = 0; i < 1000; i++) {
                driver.process(reading("key-" + i, 1, 0.5));
            }
            assertThat(small.events("rare", 10)).extracting(LiveEvent::step).containsExactly(3L);
            assertThat(small.started("rare")).isEmpty();
        }
    }

    @Test
    void eventsThatTakeEffectAgainAreThereOnce() {
        try (PipelineDriver first = driver(view)) {
            first.poll(calm("a"));
        }
        try (PipelineDriver again = driver(view)) {
            again.poll(calm("a").subList(0, 2));
            assertThat(view.events("a", 1000)).extracting(LiveEvent::step).containsExactly(1L, 2L);
        }
    }

    @Test
    void aFailureOfTheListenerDoesNotStopThePipeline() {
        OutcomeListener failing = new OutcomeListener() {
            @Override
            public void scored(InputRecord record, Outcome.Scored scored) {
                throw new IllegalStateException("a bug");
            }

            @Override
            public void rejected(InputRecord record, Malformed malformed) {
                throw new IllegalStateException("a bug");
            }

            @Override
            public void removed(String key, Removal why) {
                throw new IllegalStateException("a bug");
            }
        };
        try (PipelineDriver driver =
                new PipelineDriver(SPEC, () -> new ReadingModel(SPEC.manifest().sizes()), Map.of(), failing)) {
            driver.poll(List.of(reading("a", 0, 0.5), event("a", 1, "nonsense"), event("a", 2, null)));
            driver.process(reading("a", 3, 0.5));
            assertThat(driver.predictions()).hasSize(2);
            assertThat(driver.deadLetters()).hasSize(1);
        }
    }

    @Test
    void noMemoryKeepsNothing() {
        LiveView none = new LiveView(0, EventFormat.JSON, now::get);
        try (PipelineDriver driver = driver(none)) {
            driver.poll(calm("a"));
            assertThat(none.keys()).isEmpty();
            assertThat(none.events("a", 10)).isEmpty();
        }
    }

    @Test
    void activityCountsRecentEventsMost() {
        try (PipelineDriver driver = driver(view)) {
            driver.poll(List.of(reading("a", 0, 0.5), reading("a", 1, 0.5), reading("b", 0, 0.5)));
            assertThat(activity("a")).isEqualTo(2 * activity("b"));
            now.addAndGet(300_000);
            assertThat(activity("a")).isLessThan(0.001);
        }
    }

    private double activity(String key) {
        return view.keys().stream()
                .filter(summary -> summary.key().equals(key))
                .findFirst()
                .orElseThrow()
                .activity();
    }

    @Test
    void anIncidentHasItsOpeningAndItsEnd() {
        try (PipelineDriver driver = driver(view)) {
            driver.poll(calm("a"));
            driver.poll(List.of(reading("a", 60, 50)));
            assertThat(view.openIncidents()).isEqualTo(1);
            LiveIncident open = view.incidents(10).get(0);
            assertThat(open.isOpen()).isTrue();
            assertThat(open.opening().step()).isEqualTo(61);
            assertThat(open.since()).isEqualTo(60_000);
            for (int i = 61; i < 75; i++) {
                driver.process(reading("a", i, 0.1));
            }
            assertThat(view.openIncidents()).isZero();
            LiveIncident closed = view.incidents(10).get(0);
            assertThat(closed.end().cause()).isEqualTo(LiveIncident.Cause.QUIET);
            assertThat(closed.opening()).isSameAs(open.opening());
            assertThat(view.incidents(10)).hasSize(1);
        }
    }

    @Test
    void aDeletedKeyIsForgottenAndItsIncidentIsOver() {
        try (PipelineDriver driver = driver(view)) {
            driver.poll(calm("a"));
            driver.poll(List.of(reading("a", 60, 50)));
            driver.process(event("a", 61_000, null));
            assertThat(view.keys()).isEmpty();
            assertThat(view.openIncidents()).isZero();
            assertThat(view.incidents(1).get(0).end().cause()).isEqualTo(LiveIncident.Cause.DELETED);
        }
    }

    @Test
    void aResetEndsTheIncident() {
        try (PipelineDriver driver = driver(view)) {
            driver.poll(calm("a"));
            driver.poll(List.of(reading("a", 60, 50)));
            driver.process(reset("a", 61_000, "{\"value\":0.5}"));
            assertThat(view.openIncidents()).isZero();
            assertThat(view.incidents(1).get(0).end())
                    .isEqualTo(new LiveIncident.End(LiveIncident.Cause.RESTARTED, 61_000, 1));
        }
    }

    @Test
    void deadLettersHaveTheirReasonAndTheBeginningOfTheirValue() {
        try (PipelineDriver driver = driver(view)) {
            driver.process(event("a", 0, "{\"value\":\"" + "x".repeat(5000) + "\"}"));
            driver.process(event("a", 1, "nonsense"));
            assertThat(view.deadLetters(10))
                    .extracting(LiveDeadLetter::reason)
                    .containsExactly(DeadLetterReason.NOT_JSON, DeadLetterReason.BAD_CHANNEL);
            assertThat(view.deadLetters(1).get(0).value()).isEqualTo("nonsense");
            assertThat(view.deadLetters(2).get(1).value()).hasSize(2048);
        }
    }

    @Test
    void deadLettersOfEventsThatHoldTheirKeyAreSeen() {
        try (PipelineDriver driver = new PipelineDriver(
                SPEC, () -> new ReadingModel(SPEC.manifest().sizes()), Map.of("sluice.event.key", "/id"), view)) {
            driver.process(event("a", 0, "nonsense"));
            driver.process(event("a", 1, "{\"id\":\"m\",\"value\":\"x\"}"));
            assertThat(driver.deadLetters()).hasSize(2);
            assertThat(view.deadLetters(10))
                    .extracting(LiveDeadLetter::reason)
                    .containsExactly(DeadLetterReason.BAD_CHANNEL, DeadLetterReason.NOT_JSON);
            assertThat(view.deadLetters(10))
                    .extracting(letter -> letter.partition().topic())
                    .containsOnly(PipelineDriver.INPUT);
        }
    }

    @Test
    void aDeadLetterOfTheScorerHasThePlaceAndTheKeyOfItsOrigin() {
        try (PipelineDriver driver =
                new PipelineDriver(SPEC, LiveViewTest::modelOfNaN, Map.of("sluice.event.key", "/id"), view)) {
            driver.process(event("source key", 0, "{\"id\":\"m\",\"value\":1}"));
            assertThat(view.deadLetters(10)).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo(DeadLetterReason.PREDICTION_NOT_FINITE);
                assertThat(letter.partition().topic()).isEqualTo(PipelineDriver.INPUT);
                assertThat(letter.key()).isEqualTo("source key");
            });
        }
    }

    private static StepModel modelOfNaN() {
        return new ForwardingStepModel(new ReadingModel(SPEC.manifest().sizes())) {
            @Override
            public void step(StepBatch batch) {
                super.step(batch);
                batch.output().putFloat(0, Float.NaN);
            }
        };
    }

    @Test
    void aReaderSeesAllEventsOfItsKey() throws InterruptedException {
        Subscription reader = view.subscribe("a");
        try (PipelineDriver driver = driver(view)) {
            driver.poll(List.of(reading("a", 0, 0.5), reading("b", 1, 0.1), reading("a", 2, 0.25)));
            assertThat(reader.take(0)).extracting(LiveEvent::step).containsExactly(1L, 2L);
            view.unsubscribe(reader);
            driver.process(reading("a", 3, 0.5));
            assertThat(reader.take(0)).isEmpty();
        }
    }

    @Test
    void aReaderOfAllKeysSeesASampleAndEachAlert() throws InterruptedException {
        Subscription reader = view.subscribe(null);
        try (PipelineDriver driver = driver(view)) {
            driver.poll(calm("a"));
            driver.poll(List.of(reading("a", 60, 50)));
            assertThat(reader.take(0)).extracting(LiveEvent::step).containsExactly(1L, 61L);
            now.addAndGet(1000);
            driver.process(reading("b", 60, 0.5));
            driver.process(reading("c", 60, 0.5));
            assertThat(reader.take(0)).extracting(LiveEvent::key).containsExactly("b");
        }
    }

    @Test
    void aSlowReaderLosesEventsAndLearnsTheNumber() throws InterruptedException {
        Subscription reader = view.subscribe("a");
        try (PipelineDriver driver = driver(view)) {
            for (int i = 0; i < 510; i++) {
                driver.process(reading("a", i, 0.5));
            }
            assertThat(reader.take(0)).hasSize(500);
            assertThat(reader.takeDropped()).isEqualTo(10);
            assertThat(reader.takeDropped()).isZero();
        }
    }
}
