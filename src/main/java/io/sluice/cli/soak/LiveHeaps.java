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
 * Asks the pipelines for full collections: at the beginning of the judged part, and shortly before the end of the load.
 * So both find about the same number of events on their way. Under overload, nothing is compared.
 */
final class LiveHeaps {
    private static final double NEVER = Double.POSITIVE_INFINITY;

    private final double first;
    private final double last;
    private final Map<String, Long> atFirst = new HashMap<>();
    private final Map<String, Long> atLast = new HashMap<>();

    LiveHeaps(SoakPlan plan) {
        this.first = plan.isOverload() ? NEVER : Window.begin(plan.seconds());
        this.last =
                plan.isOverload() ? NEVER : plan.seconds() - 1.5 * plan.every().toMillis() / 1000.0;
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
    @Nullable
    LiveHeap of(String store) {
        Long before = atFirst.get(store);
        Long after = atLast.get(store);
        return before == null || after == null ? null : new LiveHeap(before, after);
    }
}
