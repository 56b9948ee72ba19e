package io.sluice.format;

import io.sluice.event.AcceptedValues;
import io.sluice.event.Channel;
import io.sluice.model.Manifest;
import io.sluice.model.ValueRange;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The channels of a numeric input, as decoders read them. */
public final class Channels {
    private Channels() {}

    /** Returns the channels in the order of the manifest's fields. */
    public static List<Channel> of(Manifest.Input.Numeric input) {
        return input.fields().stream()
                .map(field ->
                        new Channel(field.name(), field.pointer(), accepted(field), input.marksMissing(field.name())))
                .toList();
    }

    private static AcceptedValues accepted(Manifest.Input.Field field) {
        if (!field.hasLimits()) {
            return AcceptedValues.ALL;
        }
        ValueRange range = field.range();
        return new AcceptedValues(
                orElse(range == null ? null : range.min(), Double.NEGATIVE_INFINITY),
                orElse(range == null ? null : range.max(), Double.POSITIVE_INFINITY),
                field.missing().numbers(),
                field.missing().strings());
    }

    private static double orElse(@Nullable Double limit, double none) {
        return Objects.requireNonNullElse(limit, none);
    }
}
