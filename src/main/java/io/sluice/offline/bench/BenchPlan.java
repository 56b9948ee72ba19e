package io.sluice.offline.bench;

import io.sluice.config.SluiceConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark measures.
 *
 * @param variants the variants, in the order of the first round
 * @param warmUp the number of events of a run before the measured ones, at least 1
 * @param events the number of measured events of a run; 0 if no throughput is measured
 * @param load the load for latencies; null if none are measured
 */
public record BenchPlan(
        List<Variant> variants,
        List<SluiceConfig.StateStore> stores,
        int rounds,
        Keys keys,
        EventTime times,
        int warmUp,
        int events,
        @Nullable Load load) {
    public BenchPlan {
        variants = List.copyOf(variants);
        stores = List.copyOf(stores);
    }

    /**
     * The keys of the events, see {@link KeyMix}.
     *
     * @param hotShare the share of the hot key; 0 for none
     */
    public record Keys(int count, double skew, double hotShare) {
        KeyMix mix() {
            return new KeyMix(count, skew, hotShare);
        }
    }

    /**
     * A steady stream of events.
     *
     * @param rate events per second
     * @param seconds the length of the measured part
     */
    public record Load(int rate, int seconds) {
        /** Returns the number of events that are sent before the measured ones: those of two seconds. */
        int unmeasured() {
            return 2 * rate;
        }

        int measured() {
            return Math.multiplyExact(rate, seconds);
        }
    }

    /**
     * Returns the runs in their order. In each round, every variant has its turn with every store, so that other load
     * on the machine affects all alike. The first one of a round is the last one of the next, so that none gains from
     * its place.
     */
    public List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        List<Variant> order = new ArrayList<>(variants);
        for (int round = 1; round <= rounds; round++) {
            for (Variant variant : order) {
                for (SluiceConfig.StateStore store : stores) {
                    turns.add(new Turn(round, variant, store));
                }
            }
            Collections.rotate(order, -1);
        }
        return turns;
    }

    /** Returns events like those of each run, from the first one on. */
    public Workload workload(List<String> channels) {
        return new Workload(channels, keys.mix(), times);
    }
}
