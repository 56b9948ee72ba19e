package io.sluice.offline.recovery;

import io.sluice.config.SluiceConfig.StateStore;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What to measure: a pipeline for each store and each number of standbys.
 *
 * @param keys the number of keys, each of which has a state
 */
public record RecoveryPlan(int keys, List<StateStore> stores, List<Integer> standbys) {
    /** The most keys that get an event at each interruption. With so many, each partition has some. */
    private static final int MOST_PROBES = 1000;

    public RecoveryPlan {
        stores = List.copyOf(stores);
        standbys = List.copyOf(standbys);
    }

    /** Returns the pipelines in their order. */
    public List<PipelineKind> pipelines() {
        return stores.stream()
                .flatMap(store -> standbys.stream().map(count -> new PipelineKind(store, count)))
                .toList();
    }

    /** Returns the keys that get an event at each interruption, evenly chosen. */
    public List<Integer> probes() {
        int count = Math.min(keys, MOST_PROBES);
        return IntStream.range(0, count)
                .map(i -> Math.toIntExact((long) i * keys / count))
                .boxed()
                .toList();
    }
}
