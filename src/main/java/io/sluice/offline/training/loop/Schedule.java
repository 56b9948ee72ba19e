package io.sluice.offline.training.loop;

import ai.djl.training.tracker.Tracker;
import ai.djl.training.tracker.WarmUpTracker;
import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;

/** The course of the learning rate after the warm-up. */
public enum Schedule {
    /** The rate falls to 0 along half a cosine wave. */
    COSINE {
        @Override
        Tracker main(float rate, int updates) {
            return Tracker.cosine()
                    .setBaseValue(rate)
                    .optFinalValue(0f)
                    .setMaxUpdates(updates)
                    .build();
        }
    },
    /** The rate stays constant. */
    CONSTANT {
        @Override
        Tracker main(float rate, int updates) {
            return Tracker.fixed(rate);
        }
    };

    /** The valid values of the key {@code schedule} in a recipe. */
    static final ConfigDef.ValidString NAMES =
            ConfigDef.ValidString.in(Arrays.stream(values()).map(Schedule::key).toArray(String[]::new));

    /** Returns the schedule with this name in a recipe. */
    static Schedule of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }

    private String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the rate of the {@code updates} updates after the warm-up. */
    abstract Tracker main(float rate, int updates);

    /**
     * Returns the learning rate by the number of the update, from 1.
     *
     * @param updates the number of updates of the whole training
     * @param warmUp the number of updates during which the rate rises from 0 in equal steps
     * @throws TrainingException if {@code updates} is 0
     */
    Tracker tracker(double rate, int updates, int warmUp) {
        if (updates < 1) {
            throw new TrainingException(
                    "the data is too small: it does not fill a single batch; give texts of each label, or"
                            + " series of at least 2 rows");
        }
        Tracker main = main((float) rate, updates - warmUp);
        return warmUp == 0
                ? main
                : WarmUpTracker.builder()
                        .optWarmUpSteps(warmUp)
                        .optWarmUpMode(WarmUpTracker.Mode.LINEAR)
                        .setMainTracker(main)
                        .build();
    }
}
