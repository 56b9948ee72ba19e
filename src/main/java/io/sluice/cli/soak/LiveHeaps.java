package io.sluice.cli.soak;

import io.sluice.offline.soak.LiveHeap;
import io.sluice.offline.soak.SoakPlan;
import io.sluice.offline.soak.Window;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the pipelines for full collections: at the beginning of the judged part, and shortly before the end of the load. So
 * both find the same number of events on their way.
 */
final class LiveHeaps {
    private final double first;
    private final double last;
    private final Map<String, Long> atFirst = new HashMap<>();
    private final Map<String, Long> atLast = new HashMap<>();

    LiveHeaps(SoakPlan plan) {
        double length = plan.length().toMillis() / 1000.0;
        this.first = Window.begin(length);
        this.last = length - 1.5 * plan.every().toMillis() / 1000.0;
    }

    /** Asks for collections if their time has come. */
    void takeIfDue(double seconds, List<PipelineProcess> pipelines) throws IOException, InterruptedException {
        if (seconds >= first && atFirst.isEmpty()) {
            take(pipelines, atFirst);
        } else if (seconds >= last && atLast.isEmpty()) {
            take(pipelines, atLast);
        }
    }

    private static void take(List<PipelineProcess> pipelines, Map<String, Long> heaps)
            throws IOException, InterruptedException {
        for (PipelineProcess pipeline : pipelines) {
            pipeline.liveHeap().ifPresent(bytes -> heaps.put(pipeline.store(), bytes));
        }
    }

    /** Returns what lives on the heap of a pipeline; null if it is not known. */
    @Nullable LiveHeap of(String store) {
        Long before = atFirst.get(store);
        Long after = atLast.get(store);
        return before == null || after == null ? null : new LiveHeap(before, after);
    }
}
