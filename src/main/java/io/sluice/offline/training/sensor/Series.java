package io.sluice.offline.training.sensor;

import io.sluice.event.NumericEvent;
import io.sluice.feature.NumericEncoder;
import java.util.List;

/**
 * The events of one key, in the order of time.
 *
 * @param name the file from which they were read, or the key
 */
record Series(String name, List<NumericEvent> events) {
    Series {
        events = List.copyOf(events);
    }

    int size() {
        return events.size();
    }

    /**
     * Encodes the events {@code from} to before {@code to} as rows x. The first row has no gap, as for a key whose
     * first event it is.
     */
    float[][] rows(NumericEncoder encoder, int from, int to) {
        float[][] rows = new float[to - from][encoder.width()];
        for (int i = from; i < to; i++) {
            long gap = i == from
                    ? 0
                    : events.get(i).timestamp() - events.get(i - 1).timestamp();
            encoder.encode(events.get(i), Math.max(0, gap), rows[i - from]);
        }
        return rows;
    }

    /** Returns true if neither this reading nor the one before it is missing, so that a forecast can be judged. */
    boolean isJudged(int event, int channel) {
        return event > 0
                && !events.get(event).isMissing(channel)
                && !events.get(event - 1).isMissing(channel);
    }

    /**
     * Returns the mean absolute change between consecutive readings of a channel, which is the error of repeating the
     * last reading. It is 0 if no reading can be judged.
     */
    double meanAbsoluteChange(int channel) {
        double sum = 0;
        int pairs = 0;
        for (int i = 1; i < events.size(); i++) {
            if (isJudged(i, channel)) {
                sum += Math.abs((double) events.get(i).channel(channel)
                        - events.get(i - 1).channel(channel));
                pairs++;
            }
        }
        return sum / Math.max(1, pairs);
    }
}
