package io.sluice.offline.training.sensor;

import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What surprises a sensor model, a recipe's {@code surprise}. */
enum SurpriseKind {
    /**
     * The residual of the forecast and of the seasonal curve, joined by the root of the sum of squares. Beside it stand
     * three deviations of each channel.
     */
    FORECAST("torch.sqrt(squares), far_hour, far_mean, far_level", """
            Surprise is the forecast's absolute residual and the deviation from the seasonal curve, each in units of its own \
            slow mean, joined by the root of the sum of squares. It compares readings of one key with each other, not of two \
            keys. Beside it stand three deviations of a channel, in its own unit: from its mean at this hour of the day, at \
            once and smoothed over some five readings, and from its slow average, smoothed over some thirty; -1 where there \
            is nothing to deviate from yet.""") {
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
     * How far each channel is from a level that learns little of what is far from it, in units of the mean distance, as
     * the mean over channels. One number for any number of channels, so noise in one of them counts little and a key's
     * state holds one past.
     */
    LEVEL("parts", """
            Surprise is how far the channels are, on average, from levels that learn no more of a reading than twice the mean \
            distance from them; in units of that distance, and smoothed over some ten readings. It compares readings of one \
            key with each other, not of two keys.""") {
        @Override
        List<String> statistics() {
            return List.of("anchor", "spread", "lean");
        }

        @Override
        List<String> deviations() {
            return List.of();
        }
    };

    private final String told;
    private final String about;

    /** @param told the expressions of a channel's part of the surprise and of its deviations */
    SurpriseKind(String told, String about) {
        this.told = told;
        this.about = about;
    }

    /** Statistics of a channel that are the kind's own, one float each. */
    abstract List<String> statistics();

    /** Kinds of deviations of a channel. */
    abstract List<String> deviations();

    static SurpriseKind of(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT));
    }

    /** The kind's name in a recipe. */
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of all. */
    static String[] options() {
        return Arrays.stream(values()).map(SurpriseKind::option).toArray(String[]::new);
    }

    /** For the model's card. */
    String about() {
        return about;
    }

    /** Puts the kind's own lines into the cell's script. */
    String fill(String script) {
        String file = "sensor/" + name().charAt(0) + option().substring(1) + "Surprise.torchscript";
        String kept =
                statistics().stream().map(statistic -> statistic + "_now, ").collect(Collectors.joining());
        return script.replace("    SURPRISE\n", ScriptSource.read(file))
                .replace("TOLD", told)
                .replace("KEPT ", kept);
    }
}
