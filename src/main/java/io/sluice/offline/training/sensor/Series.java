package io.sluice.offline.training.sensor;

import io.sluice.event.NumericEvent;
import io.sluice.feature.NumericEncoder;
import java.util.List;

/** The events of one key, in order; {@code name} is the file that they came from. */
record Series(String name, List<NumericEvent> events) {
    Series {
        events = List.copyOf(events);
    }

    int size() {
        return events.size();
    }

    /**
     * Writes the row x of each event from {@code from} to before {@code to}, as a pipeline that starts there sees it.
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

    /** Whether the reading and the one before it are there, so that a forecast of it can be judged. */
    boolean isJudged(int event, int channel) {
        return event > 0
                && !events.get(event).isMissing(channel)
                && !events.get(event - 1).isMissing(channel);
    }

    /** What repeating the last reading misses on average, over the readings that are judged; 0 where none is. */
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
