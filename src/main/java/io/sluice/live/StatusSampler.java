package io.sluice.live;

import io.sluice.event.DeadLetterReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a pipeline's counts each second, and keeps the status of the last minute. */
public final class StatusSampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusSampler.class);
    private static final long SECOND = Duration.ofSeconds(1).toMillis();
    private static final int STATUSES = 60;

    /** The number of seconds that a rate and a percentile cover. */
    private static final int WINDOW = 5;

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sluice-status");
        thread.setDaemon(true);
        return thread;
    });
    private final Supplier<PipelineCounts> counts;
    private final Function<Recent, PipelineStatus> status;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Deque<PipelineStatus> statuses = new ArrayDeque<>();

    /** The time of the first of the last statuses that have the same state. */
    private volatile long stateSince = System.currentTimeMillis();

    /** The counts at one time, in nanoseconds. */
    private record Sample(long nanos, PipelineCounts counts) {}

    private static final Sample NOTHING =
            new Sample(0, new PipelineCounts(0, 0, Map.of(), 0, 0, 0, 0, new Histogram(2)));

    /**
     * A sampler that has not begun.
     *
     * @param counts returns the counts so far; one thread calls it
     * @param status completes what the counts say to the status of the pipeline
     */
    public StatusSampler(Supplier<PipelineCounts> counts, Function<Recent, PipelineStatus> status) {
        this.counts = counts;
        this.status = status;
    }

    /** Begins to look at the counts. */
    public void start() {
        var unused = scheduler.scheduleAtFixedRate(this::sampleOrLog, 0, SECOND, TimeUnit.MILLISECONDS);
    }

    /** A schedule ends with the first exception, and the status must go on. */
    private void sampleOrLog() {
        try {
            sample();
        } catch (RuntimeException e) {
            LOG.warn("the status of the pipeline has no new values: {}", e.toString(), e);
        }
    }

    private void sample() {
        Sample now = new Sample(System.nanoTime(), counts.get());
        samples.addLast(now);
        if (samples.size() > WINDOW + 1) {
            samples.removeFirst();
        }
        PipelineStatus next = status.apply(new Recent(List.copyOf(samples)));
        synchronized (statuses) {
            if (statuses.isEmpty() || !statuses.getLast().state().equals(next.state())) {
                stateSince = next.time();
            }
            statuses.addLast(next);
            if (statuses.size() > STATUSES) {
                statuses.removeFirst();
            }
        }
    }

    /** Returns the latest status; one of no events before the first second. */
    public PipelineStatus latest() {
        synchronized (statuses) {
            return statuses.isEmpty() ? status.apply(new Recent(List.of(NOTHING))) : statuses.getLast();
        }
    }

    /** Returns the time since which the state is what it is, in milliseconds since the epoch. */
    public long stateSince() {
        return stateSince;
    }

    /** Returns the status of each of the last seconds, the oldest first; at most those of a minute. */
    public List<PipelineStatus> minute() {
        synchronized (statuses) {
            return new ArrayList<>(statuses);
        }
    }

    /** What the counts of the last seconds say. */
    public static final class Recent {
        private final PipelineCounts first;
        private final PipelineCounts last;
        private final double seconds;
        private final Histogram latencies;

        private Recent(List<Sample> samples) {
            this.first = samples.get(0).counts();
            this.last = samples.get(samples.size() - 1).counts();
            this.seconds =
                    (samples.get(samples.size() - 1).nanos() - samples.get(0).nanos()) / 1e9;
            this.latencies = new Histogram(last.latencies());
            samples.stream()
                    .skip(samples.size() > 1 ? 1 : 0)
                    .forEach(sample -> latencies.add(sample.counts().latencies()));
        }

        public double events() {
            return rate(last.events() - first.events());
        }

        public double predictions() {
            return rate(last.predictions() - first.predictions());
        }

        public double deadLetters() {
            return rate(last.letters() - first.letters());
        }

        /** Returns the incidents that opened or closed a second. */
        public double alerts() {
            return rate(last.incidents() - first.incidents());
        }

        private double rate(long count) {
            return seconds > 0 ? count / seconds : 0;
        }

        public OptionalLong latency(double percentile) {
            return latencies.getTotalCount() == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(latencies.getValueAtPercentile(percentile));
        }

        public OptionalDouble rowsPerCall() {
            return ratio(last.rows() - first.rows(), last.calls() - first.calls());
        }

        public OptionalDouble aloneShare() {
            return ratio(last.alone() - first.alone(), last.predictions() - first.predictions());
        }

        private static OptionalDouble ratio(long part, long whole) {
            return whole > 0 ? OptionalDouble.of((double) part / whole) : OptionalDouble.empty();
        }

        public Map<DeadLetterReason, Long> letters() {
            return last.deadLetters().entrySet().stream()
                    .filter(letter -> letter.getValue() > 0)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
