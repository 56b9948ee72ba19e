package io.sluice.offline.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a soak has shown about a pipeline.
 *
 * @param store the store of its states
 * @param samples the samples, in the order of time
 * @param seconds the length of the soak
 * @param heap what lives on its heap; null if it is not known
 * @param events the events that were sent
 * @param predictions the committed predictions that were read
 */
public record PipelineOutcome(
        String store,
        List<Sample> samples,
        double seconds,
        @Nullable LiveHeap heap,
        long events,
        long predictions) {
    /** The growth in percent from which memory is called growing. */
    static final double LIMIT = 2;

    private static final double LATE_SECONDS = 10;

    public PipelineOutcome {
        samples = List.copyOf(samples);
    }

    Optional<Window> window() {
        return Window.of(samples, seconds);
    }

    /** Returns the growth of what lives on the heap, in percent of the resident memory; empty if it is not known. */
    Optional<Double> heapGrowthPercent() {
        return heap == null ? Optional.empty() : window().map(window -> 100 * heap.growth() / window.residentBytes());
    }

    /** Returns the largest resident memory of all samples, in bytes; 0 without samples. */
    long peakResident() {
        return samples.stream().mapToLong(Sample::resident).max().orElse(0);
    }

    /** Returns the number of events without a prediction. */
    long lost() {
        return Math.max(0, events - predictions);
    }

    /** Returns what speaks against the pipeline, in sentences; none if all is well. */
    List<String> shortcomings() {
        List<String> reasons = new ArrayList<>(predictionFaults());
        window().ifPresentOrElse(
                        window -> reasons.addAll(growth(window)),
                        () -> reasons.add(store
                                + ": there are too few samples to judge; give more --minutes or a smaller --every"));
        return reasons;
    }

    /** Returns a sentence if the pipeline was so late that the load was not steady for it; else nothing. */
    List<String> notes() {
        return window()
                .map(Window::lag)
                .filter(lag -> lag > LATE_SECONDS * events / seconds)
                .map(lag -> text(
                        "%s: at the end, it was %,.0f s behind, so the load was no steady one for it; give a lower"
                                + " --rate, or a machine that does nothing else",
                        store, lag * seconds / events))
                .stream()
                .toList();
    }

    /** Returns a sentence if events have no prediction, or more than one; else nothing. */
    List<String> predictionFaults() {
        if (events == predictions) {
            return List.of();
        }
        return List.of(text(
                "%s: %,d events have %,d committed predictions; each event must have one", store, events, predictions));
    }

    private List<String> growth(Window window) {
        List<String> reasons = new ArrayList<>();
        double resident = window.residentGrowthPercent();
        if (resident >= LIMIT) {
            reasons.add(text(
                    "%s: the resident memory grew by %.1f %%; less than %.0f %% is allowed", store, resident, LIMIT));
        }
        heapGrowthPercent()
                .filter(grown -> grown >= LIMIT)
                .ifPresent(grown -> reasons.add(text(
                        "%s: what lives on the heap grew by %.1f %% of the resident memory; less than %.0f %% is allowed",
                        store, grown, LIMIT)));
        addCount(reasons, "threads", window.threads());
        addCount(reasons, "open files", window.files());
        return reasons;
    }

    private void addCount(List<String> reasons, String what, Window.Count count) {
        if (count.grew()) {
            reasons.add(text(
                    "%s: at the end there are %d %s; at the beginning of the judged part there were at most %d",
                    store, count.end(), what, count.begin()));
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
