package io.sluice.offline.training.loop;

import ai.djl.training.tracker.Tracker;
import ai.djl.training.tracker.WarmUpTracker;
import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;

/** How the learning rate goes on after its warm-up. */
public enum Schedule {
    /** Falls to 0 on half a cosine. */
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
    /** Stays as it is. */
    CONSTANT {
        @Override
        Tracker main(float rate, int updates) {
            return Tracker.fixed(rate);
        }
    };

    /** The names by which recipes choose. */
    static final ConfigDef.ValidString NAMES =
            ConfigDef.ValidString.in(Arrays.stream(values()).map(Schedule::key).toArray(String[]::new));

    static Schedule of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }

    private String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract Tracker main(float rate, int updates);

    /**
     * The learning rate by update, counted from 1.
     *
     * @param updates how many there will be
     * @param warmUp in how many of them the rate rises from 0 in equal steps
     * @throws TrainingException where there will be none
     */
    Tracker tracker(double rate, int updates, int warmUp) {
        if (updates < 1) {
            throw new TrainingException(
                    "the data is too small: not one batch of it can be learned from; texts need some of"
                            + " each label, series more rows than one");
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
