package io.sluice.cli.soak;

import io.sluice.offline.soak.Overload;
import io.sluice.offline.soak.OverloadOutcome;
import io.sluice.offline.soak.SoakPlan;
import io.sluice.offline.soak.Traffic;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * More events than the pipelines take. First they work off a backlog, which shows their capacity. Then events come at a
 * multiple of it, and then none, until each pipeline has caught up.
 */
final class TooManyEvents implements SoakLoad {
    /** The time before the measurement, in which the pipelines warm up: the JIT compiler works for about a minute. */
    private static final double WARM_UP_SECONDS = 60;

    /** The length of the backlog. It must last for the measurement, although the pipelines become faster. */
    private static final double BACKLOG_SECONDS = 60;

    /** The number of events that are sent at once. */
    private static final long CHUNK = 50_000;

    private static final double CAPACITY_SECONDS = 30;

    private final SoakPlan plan;
    private final Consumer<String> told;
    private final Map<String, Double> capacity = new HashMap<>();
    private final Map<String, Double> throughput = new HashMap<>();
    private final Map<String, Double> caughtUp = new HashMap<>();
    private double rate;
    private double seconds;

    TooManyEvents(SoakPlan plan, Consumer<String> told) {
        this.plan = plan;
        this.told = told;
    }

    @Override
    public void serve(Traffic traffic, SoakWatch watch) throws IOException, InterruptedException {
        measureCapacity(traffic, watch);
        watch.watch(traffic, traffic::isMissing);
        rate = plan.overload()
                * capacity.values().stream().mapToDouble(each -> each).max().orElse(0);
        told.accept(String.format(Locale.ROOT, "capacity %s; now %,.0f events a second", rounded(capacity), rate));
        if (!watch.isStopped()) {
            overload(traffic, watch);
            catchUp(traffic, watch);
        }
    }

    private void measureCapacity(Traffic traffic, SoakWatch watch) throws IOException, InterruptedException {
        while (!watch.isStopped() && watch.seconds() < WARM_UP_SECONDS) {
            traffic.sender().begin(Double.POSITIVE_INFINITY, CHUNK);
            watch.watch(traffic, traffic.sender()::isSending);
            watch.watch(traffic, () -> watch.seconds() < WARM_UP_SECONDS && hasBacklog(watch));
        }
        double end = watch.seconds() + CAPACITY_SECONDS;
        Speed speed = new Speed(watch);
        watch.watch(traffic, () -> watch.seconds() < end && !hasAny(traffic));
        capacity.putAll(speed.perSecond(watch));
    }

    /** Returns true if even the fastest pipeline has a long backlog. */
    private boolean hasBacklog(SoakWatch watch) {
        long fastest =
                plan.stores().stream().mapToLong(watch::predictions).max().orElse(0);
        return watch.events() - fastest > Math.max(CHUNK, BACKLOG_SECONDS * fastest / watch.seconds());
    }

    private void overload(Traffic traffic, SoakWatch watch) throws IOException, InterruptedException {
        Speed speed = new Speed(watch);
        traffic.sender().begin(rate, plan.events(rate));
        watch.watch(traffic, traffic.sender()::isSending);
        throughput.putAll(speed.perSecond(watch));
        seconds = watch.seconds();
        watch.tellLateEvents(traffic.sender());
    }

    private void catchUp(Traffic traffic, SoakWatch watch) throws IOException, InterruptedException {
        watch.watch(traffic, () -> {
            for (String store : plan.stores()) {
                if (has(traffic, store)) {
                    caughtUp.putIfAbsent(store, watch.seconds() - seconds);
                }
            }
            return traffic.isMissing();
        });
    }

    /** Returns true if the backlog of a pipeline is gone, once events have come. */
    private boolean hasAny(Traffic traffic) {
        return traffic.events() > 0 && plan.stores().stream().anyMatch(store -> has(traffic, store));
    }

    /** Returns true if a pipeline has a prediction of each event. */
    private static boolean has(Traffic traffic, String store) {
        return traffic.predictions(store) >= traffic.events();
    }

    private static List<String> rounded(Map<String, Double> speeds) {
        return speeds.entrySet().stream()
                .map(each -> String.format(Locale.ROOT, "%s %,.0f", each.getKey(), each.getValue()))
                .sorted()
                .toList();
    }

    @Override
    public double seconds() {
        return seconds;
    }

    @Override
    public Overload overload() {
        List<String> measured =
                plan.stores().stream().filter(throughput::containsKey).toList();
        return new Overload(rate, measured.stream().map(this::outcome).toList());
    }

    private OverloadOutcome outcome(String store) {
        return new OverloadOutcome(
                store,
                rate,
                capacity.getOrDefault(store, Double.NaN),
                throughput.getOrDefault(store, Double.NaN),
                caughtUp.getOrDefault(store, Double.NaN));
    }

    /** The predictions of each pipeline since a moment. */
    private final class Speed {
        private final Map<String, Long> before = new HashMap<>();
        private final double begin;

        Speed(SoakWatch watch) {
            this.begin = watch.seconds();
            plan.stores().forEach(store -> before.put(store, watch.predictions(store)));
        }

        Map<String, Double> perSecond(SoakWatch watch) {
            Map<String, Double> speeds = new HashMap<>();
            before.forEach((store, count) ->
                    speeds.put(store, (watch.predictions(store) - count) / (watch.seconds() - begin)));
            return speeds;
        }
    }
}
