package io.sluice.offline.training.sensor;

import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kind of surprise of a sensor model, which the key {@code surprise} of a recipe names. */
enum SurpriseKind {
    /**
     * The root of the sum of two squares: the residual of the forecast, and that of the seasonal curve. Each channel
     * also has three deviations.
     */
    FORECAST("torch.sqrt(squares), far_hour, far_mean, far_level", """
            The surprise combines two values: the absolute residual of the forecast, and the deviation from the \
            seasonal curve. Each is in units of its slow mean. The surprise is the root of the sum of their squares. \
            It is comparable between readings of one key, but not between two keys.

            Each channel also has three deviations in its own unit. Two of them are the distance from its mean at \
            this hour of the day: at once, and smoothed over about five readings. The third is the distance from its \
            slow average, smoothed over about thirty readings. A deviation is -1 while its mean does not exist \
            yet.""") {
        @Override
        List<String> statistics() {
            return List.of();
        }

        @Override
        List<String> deviations() {
            return List.of("deviation.hour", "deviation.hour_mean", "deviation.level");
        }
    },

    /**
     * The distance of each channel from a level that learns little from distant readings, in units of the mean
     * distance, as the mean over the channels. It is one number for any number of channels. So noise in one channel
     * counts little, and the state of a key holds a single past.
     */
    LEVEL("parts", """
            The surprise is the mean distance of the channels from their levels. The distance is in units of its own \
            mean, and smoothed over about ten readings. When a level learns from a reading, it takes at most twice the \
            mean distance into account. The surprise is comparable between readings of one key, but not between two \
            keys.""") {
        @Override
        List<String> statistics() {
            return List.of("anchor", "spread", "lean");
        }

        @Override
        List<String> deviations() {
            return List.of();
        }
    };

    private final String outputs;
    private final String about;

    /**
     * @param outputs the TorchScript expressions of a channel's part of the surprise and of its deviations
     * @param about the paragraphs about the surprise for the model card
     */
    SurpriseKind(String outputs, String about) {
        this.outputs = outputs;
        this.about = about;
    }

    /** Returns the names of the additional statistics of a channel, one float each. */
    abstract List<String> statistics();

    /** Returns the names of the deviations of a channel, without the name of the channel. */
    abstract List<String> deviations();

    /** Returns the kind with this name in a recipe. */
    static SurpriseKind of(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT));
    }

    /** Returns the name of the kind in a recipe. */
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the names of all kinds. */
    static String[] options() {
        return Arrays.stream(values()).map(SurpriseKind::option).toArray(String[]::new);
    }

    /** Returns the paragraphs about the surprise for the model card. */
    String about() {
        return about;
    }

    /** Fills the placeholders of the module's source that depend on the kind. */
    String fill(String script) {
        String file = "sensor/" + name().charAt(0) + option().substring(1) + "Surprise.torchscript";
        String newStatistics =
                statistics().stream().map(statistic -> statistic + "_now, ").collect(Collectors.joining());
        return script.replace("    SURPRISE\n", ScriptSource.read(file))
                .replace("TOLD", outputs)
                .replace("KEPT ", newStatistics);
    }
}
