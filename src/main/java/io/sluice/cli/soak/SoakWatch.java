package io.sluice.cli.soak;

import io.sluice.offline.soak.EventSender;
import io.sluice.offline.soak.PipelineOutcome;
import io.sluice.offline.soak.Sample;
import io.sluice.offline.soak.SampleFile;
import io.sluice.offline.soak.SoakException;
import io.sluice.offline.soak.SoakPlan;
import io.sluice.offline.soak.SoakTable;
import io.sluice.offline.soak.Traffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Looks at the pipelines while a soak goes on, and remembers what it has seen. */
final class SoakWatch {
    private static final double MINUTE = 60;

    private final SoakPlan plan;
    private final SoakHost host;
    private final SampleFile file;
    private final List<PipelineProcess> pipelines;
    private final LiveHeaps heaps;
    private final Map<String, List<Sample>> samples = new HashMap<>();
    private final Map<String, Long> predictions = new HashMap<>();
    private long events;
    private long begin = System.nanoTime();
    private double nextSample;
    private double nextLine;

    SoakWatch(SoakPlan plan, SoakHost host, SampleFile file, List<PipelineProcess> pipelines) {
        this.plan = plan;
        this.host = host;
        this.file = file;
        this.pipelines = pipelines;
        this.heaps = new LiveHeaps(plan);
        plan.stores().forEach(store -> samples.put(store, new ArrayList<>()));
    }

    /** Says that events come from now on. */
    void begin() {
        host.told().accept(SoakTable.headings());
        begin = System.nanoTime();
    }

    boolean isStopped() {
        return host.isStopped();
    }

    /** Returns the seconds since events came. */
    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }

    /**
     * Takes samples for as long as {@code goOn} says, and nobody stops the soak.
     *
     * @throws SoakException if a process ends, or an event is not scored
     */
    void watch(Traffic traffic, BooleanSupplier goOn) throws IOException, InterruptedException {
        while (!host.isStopped() && goOn.getAsBoolean()) {
            host.requireBroker();
            pipelines.forEach(PipelineProcess::requireAlive);
            count(traffic);
            if (seconds() >= nextSample) {
                nextSample = after(nextSample, plan.every().toMillis() / 1000.0);
                heaps.takeIfDue(seconds(), pipelines);
                sample();
            }
            host.pause();
        }
        count(traffic);
    }

    /**
     * Returns the first time of a regular series that is still to come; times that a busy machine missed are left out.
     */
    private double after(double time, double every) {
        return time + every * (Math.floor((seconds() - time) / every) + 1);
    }

    /** Tells people if this machine could not send at the rate. */
    void tellLateEvents(EventSender sender) {
        long late = sender.latest().toSeconds();
        if (late > 0) {
            host.told()
                    .accept("an event was sent " + late
                            + " s late; this machine is too slow for the rate, or was busy");
        }
    }

    private void count(Traffic traffic) {
        plan.stores().forEach(store -> predictions.put(store, traffic.predictions(store)));
        events = traffic.events();
    }

    private void sample() throws IOException, InterruptedException {
        boolean minute = seconds() >= nextLine;
        nextLine = minute ? after(nextLine, MINUTE) : nextLine;
        for (PipelineProcess pipeline : pipelines) {
            Sample sample = pipeline.sample(seconds(), events, predictions(pipeline.store()));
            samples(pipeline.store()).add(sample);
            file.add(pipeline.store(), sample);
            if (minute) {
                host.told().accept(SoakTable.line(pipeline.store(), sample));
            }
        }
    }

    private List<Sample> samples(String store) {
        return samples.getOrDefault(store, List.of());
    }

    long predictions(String store) {
        return predictions.getOrDefault(store, 0L);
    }

    /** Returns the number of events that were sent so far. */
    long events() {
        return events;
    }

    /**
     * Returns what was seen of a pipeline.
     *
     * @param seconds the length of the soak
     */
    PipelineOutcome outcome(String store, double seconds) {
        return new PipelineOutcome(store, samples(store), seconds, heaps.of(store), events, predictions(store));
    }
}
