package io.sluice.offline.evaluation.tsbad;

import io.sluice.model.Manifest;
import io.sluice.offline.dataset.TsbAdSeries;
import io.sluice.offline.evaluation.run.KeyEvents;
import io.sluice.offline.evaluation.run.NumericEvents;
import io.sluice.offline.evaluation.run.ScoringRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Sends series through the pipeline, a group at a time, because the events of all may not fit into the memory. */
final class TsbAdRun {
    private static final int ROWS_AT_ONCE = 1_000_000; // their events and results take about 300 MB

    private final NumericEvents events;
    private final ScoringRun scoring;
    private final List<ModelScores> scored = new ArrayList<>();
    private long nanos;

    /** @param channels the number of the model's channels, which receive the first columns of the series */
    TsbAdRun(Manifest manifest, int channels, ScoringRun scoring) {
        this.events =
                new NumericEvents(manifest, IntStream.range(0, channels).boxed().toList());
        this.scoring = scoring;
    }

    /** Scores series, in their order. */
    List<ModelScores> score(List<TsbAdSeries> series) {
        List<TsbAdSeries> group = new ArrayList<>();
        int rows = 0;
        for (TsbAdSeries one : series) {
            if (!group.isEmpty() && rows + one.readings().rows() > ROWS_AT_ONCE) {
                scoreGroup(group);
                group.clear();
                rows = 0;
            }
            group.add(one);
            rows += one.readings().rows();
        }
        scoreGroup(group);
        return scored;
    }

    private void scoreGroup(List<TsbAdSeries> group) {
        List<KeyEvents> keys = group.stream()
                .map(one -> new KeyEvents(one.name(), events.write(one.readings(), one.name())))
                .toList();
        long start = System.nanoTime();
        Map<String, List<TsbAdRow>> rows = scoring.score(keys, TsbAdRow::read, TsbAdRow.REJECTED);
        nanos += System.nanoTime() - start;
        group.forEach(one -> scored.add(new ModelScores(Objects.requireNonNull(rows.get(one.name())))));
    }

    /** Returns the time that the pipeline took, in nanoseconds. */
    long nanos() {
        return nanos;
    }
}
