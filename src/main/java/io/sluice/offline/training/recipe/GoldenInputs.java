package io.sluice.offline.training.recipe;

import io.sluice.Internal;
import io.sluice.event.NumericEvent;
import io.sluice.feature.NumericEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Inputs x on which the golden vectors of a numeric model are recorded. They have three keys of different scale, with
 * noise, a jump, missing readings and gaps. The same channels always give the same inputs.
 */
@Internal
public final class GoldenInputs {
    private static final int STEPS = 48;
    private static final long START = 1_772_366_400_000L; // 2026-03-01T12:00:00Z
    private static final long MINUTE = 60_000;

    private GoldenInputs() {}

    /** Returns {@code count} values of an array, as golden vectors hold them. */
    public static List<Float> boxed(float[] values, int from, int count) {
        List<Float> boxed = new ArrayList<>();
        for (float value : Arrays.copyOfRange(values, from, from + count)) {
            boxed.add(value);
        }
        return boxed;
    }

    /** Returns the rows x of each key, as golden vectors hold them. */
    public static Map<String, List<List<Float>>> rowsByKey(List<String> channels, NumericEncoder encoder) {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, List<List<Float>>> keys = new LinkedHashMap<>();
        keys.put("small", rows(channels.size(), encoder, random, 1e-3));
        keys.put("middling", rows(channels.size(), encoder, random, 1));
        keys.put("large", rows(channels.size(), encoder, random, 1e3));
        return keys;
    }

    private static List<List<Float>> rows(int channels, NumericEncoder encoder, SplittableRandom random, double scale) {
        List<List<Float>> rows = new ArrayList<>();
        long time = START;
        for (int t = 0; t < STEPS; t++) {
            long gap = t == 0 ? 0 : (t % 17 == 0 ? 180 : 5) * MINUTE;
            time += gap;
            float[] values = new float[channels];
            for (int channel = 0; channel < channels; channel++) {
                values[channel] = value(t, channel, random, scale);
            }
            if (t % 11 == 5) {
                values[t % channels] = Float.NaN;
            }
            float[] x = new float[encoder.width()];
            encoder.encode(new NumericEvent(time, values), gap, x);
            rows.add(boxed(x, 0, x.length));
        }
        return rows;
    }

    private static float value(int t, int channel, SplittableRandom random, double scale) {
        double jump = t == 40 ? 6 : 0;
        return (float) (scale * (3 + channel + Math.sin(t / 4.0 + channel) + 0.3 * random.nextDouble() + jump));
    }
}
