package io.sluice.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.engine.EngineListener;
import io.sluice.engine.Outcome;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Event;
import io.sluice.event.IgnoredValue;
import io.sluice.event.Malformed;
import io.sluice.event.NumericEvent;
import io.sluice.live.PipelineCounts;
import io.sluice.state.Resumption;
import io.sluice.stream.log.EventCounts;
import io.sluice.stream.log.FieldsSeen;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.HdrHistogram.Recorder;

/**
 * The pipeline's own meters. They count work done. Work that an aborted transaction undid is counted again when it is
 * repeated.
 */
final class ScoringMetrics implements EngineListener {
    private static final Duration[] STEP_BUCKETS =
            millis(0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000);
    private static final Duration[] LATENCY_BUCKETS =
            millis(10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 3_600_000);

    /** The longest latency that percentiles tell apart, in milliseconds: a day. */
    private static final long LONGEST_LATENCY = TimeUnit.DAYS.toMillis(1);

    private final Recorder latencies = new Recorder(LONGEST_LATENCY, 2);
    private final Counter predictions;
    private final Counter deletions;
    private final Counter opened;
    private final Counter closed;
    private final Counter silencesOpened;
    private final Counter silencesClosed;
    private final Counter swept;
    private final Counter textsCut;
    private final Counter tokensCut;
    private final Counter unknownItems;
    private final Counter late;
    private final Counter timestampsBounded;
    private final Counter discarded;
    private final Counter repeated;
    private final Timer step;
    private final Timer latency;
    private final DistributionSummary rows;
    private final Map<DeadLetterReason, Counter> deadLetters;
    private final Map<Alone, Counter> alone;
    private final Map<Resumption, Counter> resumptions;
    private final Map<IgnoredValue, Counter> ignored;
    private final Counter untimed;
    private final List<String> channels;

    /** The counters of missing values, in the order of the channels. */
    private final List<Counter> missing;

    /** For each channel, and last for the time: 1 if an event had it. */
    private final AtomicIntegerArray seen;

    /** The detail of the latest dead letter of each reason. */
    private final Map<DeadLetterReason, String> details = new ConcurrentHashMap<>();

    /** @param channels the channels of the model; empty if its input is not numeric */
    ScoringMetrics(MeterRegistry registry, List<String> channels) {
        this.channels = List.copyOf(channels);
        this.seen = new AtomicIntegerArray(channels.size() + 1);
        untimed = counter(
                registry,
                "sluice.events.untimed",
                "Events scored that have no time of their own, but that of their record");
        missing = channels.stream()
                .map(channel -> Counter.builder("sluice.values.missing")
                        .description("Values that an event does not have: its field is absent or null")
                        .tag("channel", channel)
                        .register(registry))
                .toList();
        predictions = counter(registry, "sluice.predictions", "Predictions sent");
        deletions = counter(registry, "sluice.deletions", "Keys deleted by a record without a value");
        opened = counter(registry, "sluice.incidents.opened", "Incidents that an event opened");
        closed = counter(registry, "sluice.incidents.closed", "Incidents that an event closed");
        silencesOpened = counter(registry, "sluice.silences.opened", "Keys that fell silent");
        silencesClosed = counter(registry, "sluice.silences.closed", "Keys that sent an event after a silence");
        swept = counter(registry, "sluice.keys.swept", "Keys removed because their time to live was over");
        textsCut = counter(registry, "sluice.texts.cut", "Texts with more tokens than the model takes");
        tokensCut = counter(registry, "sluice.tokens.cut", "Tokens cut off from texts that are too long");
        unknownItems = counter(registry, "sluice.items.unknown", "Events with an item outside the model's vocabulary");
        late = counter(
                registry,
                "sluice.events.late",
                "Events older than the latest event of their key, scored in the order in which they came");
        timestampsBounded = counter(
                registry,
                "sluice.timestamps.bounded",
                "Records whose timestamp the topics would not accept, and that got the nearest time");
        discarded = counter(
                registry, "sluice.steps.discarded", "Steps computed ahead and dropped, because another order came");
        repeated = counter(
                registry,
                "sluice.events.repeated",
                "Events that this process processed again, because a failure undid their first time");
        step = Timer.builder("sluice.model.step")
                .description("Time of a call of the model, which takes one step or a run of steps of each of many keys")
                .serviceLevelObjectives(STEP_BUCKETS)
                .register(registry);
        latency = Timer.builder("sluice.event.latency")
                .description(
                        "Time from the timestamp of an event's record until its prediction is sent. Readers see the"
                                + " prediction after the next commit")
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(registry);
        rows = DistributionSummary.builder("sluice.model.rows")
                .description("Rows in a call of the model, with those that fill up the batch")
                .register(registry);
        deadLetters = counters(
                registry,
                "sluice.dead.letters",
                "Records sent to the dead-letter topic, by reason",
                "reason",
                DeadLetterReason.values(),
                DeadLetterReason::code);
        alone = counters(
                registry,
                "sluice.steps.alone",
                "Events stepped alone, not in a batch with others, by reason",
                "why",
                Alone.values(),
                ScoringMetrics::tag);
        resumptions = counters(
                registry,
                "sluice.steps",
                "Events scored, by the state that they started from",
                "state",
                Resumption.values(),
                ScoringMetrics::tag);
        ignored = channels.stream()
                .flatMap(channel -> Arrays.stream(IgnoredValue.Why.values()).map(why -> new IgnoredValue(channel, why)))
                .collect(Collectors.toUnmodifiableMap(value -> value, value -> ignored(registry, value)));
    }

    private static Counter ignored(MeterRegistry registry, IgnoredValue value) {
        return Counter.builder("sluice.values.ignored")
                .description("Values taken as missing: codes for a missing reading, or outside their range")
                .tag("channel", value.channel())
                .tag("why", tag(value.why()))
                .register(registry);
    }

    private static Duration[] millis(double... bounds) {
        return Arrays.stream(bounds)
                .mapToObj(bound -> Duration.ofNanos(Math.round(bound * 1e6)))
                .toArray(Duration[]::new);
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(
            MeterRegistry registry,
            String name,
            String description,
            String tag,
            E[] values,
            Function<E, String> label) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(value -> value, value -> Counter.builder(name)
                .description(description)
                .tag(tag, label.apply(value))
                .register(registry)));
    }

    private static <V> void increment(Map<V, Counter> counters, V value) {
        counter(counters, value).increment();
    }

    private static <V> Counter counter(Map<V, Counter> counters, V value) {
        return Objects.requireNonNull(counters.get(value), "there is a counter for each value");
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Counts a prediction and what it says.
     *
     * @param latencyMillis the time from the timestamp of the event's record until now; negative if that is in the
     *     future
     */
    void scored(Outcome.Scored scored, long latencyMillis) {
        fields(scored.event());
        predictions.increment();
        long waited = Math.max(0, latencyMillis);
        latency.record(waited, TimeUnit.MILLISECONDS);
        latencies.recordValue(Math.min(waited, LONGEST_LATENCY));
        if (scored.opensIncident()) {
            opened.increment();
        }
        if (scored.closesIncident()) {
            closed.increment();
        }
        if (scored.opensSilence()) {
            silencesOpened.increment();
        }
        if (scored.closesSilence()) {
            silencesClosed.increment();
        }
        if (scored.tokensCut() > 0) {
            textsCut.increment();
            tokensCut.increment(scored.tokensCut());
        }
        if (scored.isOfUnknownItem()) {
            unknownItems.increment();
        }
        if (scored.isLate()) {
            late.increment();
        }
    }

    private void fields(Event event) {
        if (event.isTimed()) {
            saw(channels.size());
        } else {
            untimed.increment();
        }
        if (event instanceof NumericEvent readings) {
            readings.ignored().forEach(value -> increment(ignored, value));
            channels(readings);
        }
    }

    private void channels(NumericEvent readings) {
        for (int i = 0; i < missing.size(); i++) {
            if (readings.isMissing(i) && !readings.isIgnored(channels.get(i))) {
                missing.get(i).increment();
            } else {
                saw(i);
            }
        }
    }

    /** Reads before it writes, because all threads share the cache line. */
    private void saw(int field) {
        if (seen.getOpaque(field) == 0) {
            seen.setOpaque(field, 1);
        }
    }

    /** Counts a record whose timestamp was moved into the bounds of the topics. */
    void timestampBounded() {
        timestampsBounded.increment();
    }

    void deleted() {
        deletions.increment();
    }

    void swept() {
        swept.increment();
    }

    /** Counts a key that the sweep found silent. */
    void fellSilent() {
        silencesOpened.increment();
    }

    void deadLetter(Malformed malformed) {
        increment(deadLetters, malformed.reason());
        details.put(malformed.reason(), malformed.detail());
    }

    /** Counts an event that this process has processed before. */
    void repeated() {
        repeated.increment();
    }

    /** Returns the counts so far, and the latencies since the last call. Only one caller may ask. */
    PipelineCounts take() {
        Map<DeadLetterReason, Long> letters = letters();
        return new PipelineCounts(
                count(predictions) + count(deletions) + sum(letters),
                count(predictions),
                letters,
                step.count(),
                (long) rows.totalAmount(),
                alone.values().stream().mapToLong(ScoringMetrics::count).sum(),
                count(opened) + count(closed),
                latencies.getIntervalHistogram());
    }

    private Map<DeadLetterReason, Long> letters() {
        return deadLetters.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> count(each.getValue())));
    }

    private static long sum(Map<DeadLetterReason, Long> letters) {
        return letters.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns what the log reports of the counts. */
    EventCounts counts() {
        Map<DeadLetterReason, Long> letters = letters();
        return new EventCounts(
                count(predictions) + count(deletions) + sum(letters),
                letters,
                details,
                count(counter(resumptions, Resumption.UNREADABLE)),
                count(late),
                fields());
    }

    /** Reads the number of events first: what these events had was noted before they were counted. */
    private FieldsSeen fields() {
        long events = count(predictions);
        Set<String> present = IntStream.range(0, channels.size())
                .filter(i -> seen.getOpaque(i) == 1)
                .mapToObj(channels::get)
                .collect(Collectors.toUnmodifiableSet());
        return new FieldsSeen(events, present, seen.getOpaque(channels.size()) == 1);
    }

    private static long count(Counter counter) {
        return (long) counter.count();
    }

    @Override
    public void steppedAlone(Alone reason) {
        increment(alone, reason);
    }

    @Override
    public void discarded(int outcomes) {
        discarded.increment(outcomes);
    }

    @Override
    public void started(Resumption resumption) {
        increment(resumptions, resumption);
    }

    @Override
    public void step(int batchRows, Runnable call) {
        rows.record(batchRows);
        step.record(call);
    }
}
