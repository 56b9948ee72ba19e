package io.sluice.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The unit of a time that is a number. A time that is not a number is always ISO 8601. */
public enum TimestampUnit {
    /**
     * Whole milliseconds since the epoch. A number below 100,000,000,000 in size is refused, because it most likely
     * counts seconds: as milliseconds it lies between 1966 and 1973, as seconds it may be any time up to the year 5138.
     */
    AUTO {
        @Override
        public OptionalLong millis(long number) {
            return Math.abs((double) number) < LEAST_MILLIS ? OptionalLong.empty() : Timestamps.inRange(number);
        }
    },

    /** No number is a time. */
    ISO,

    SECONDS {
        @Override
        public OptionalLong millis(long number) {
            return Timestamps.inRange(number).isEmpty() ? OptionalLong.empty() : Timestamps.inRange(number * 1000);
        }

        @Override
        public OptionalLong millis(double number) {
            return Timestamps.nearest(number * 1e3);
        }
    },

    MILLIS {
        @Override
        public OptionalLong millis(long number) {
            return Timestamps.inRange(number);
        }

        @Override
        public OptionalLong millis(double number) {
            return Timestamps.nearest(number);
        }
    },

    MICROS {
        @Override
        public OptionalLong millis(long number) {
            return Timestamps.inRange(Math.floorDiv(number, 1000L));
        }

        @Override
        public OptionalLong millis(double number) {
            return Timestamps.nearest(number / 1e3);
        }
    },

    NANOS {
        @Override
        public OptionalLong millis(long number) {
            return Timestamps.inRange(Math.floorDiv(number, 1_000_000L));
        }

        @Override
        public OptionalLong millis(double number) {
            return Timestamps.nearest(number / 1e6);
        }
    };

    private static final int LONGEST = 40;
    private static final double LEAST_MILLIS = 1e11;

    /** The key of a pipeline's setting that names the unit. */
    public static final String SETTING = "sluice.event.timestamp.unit";

    /**
     * Converts a whole number of this unit since the epoch to milliseconds, rounded down.
     *
     * @return empty if the number is no time of this unit, or lies outside the years 1 to 9999
     */
    public OptionalLong millis(long number) {
        return OptionalLong.empty();
    }

    /**
     * Converts a number of this unit with a fraction to the nearest millisecond since the epoch.
     *
     * @return empty if the number is no time of this unit, or lies outside the years 1 to 9999
     */
    public OptionalLong millis(double number) {
        return OptionalLong.empty();
    }

    /**
     * Reads a time that is written as text: a number of this unit, or ISO 8601.
     *
     * @return milliseconds since the epoch; empty if the text is not such a time, or lies outside the years 1 to 9999
     */
    public OptionalLong read(String text) {
        String time = text.strip();
        if (!NumberText.isNumber(time)) {
            return Timestamps.parse(time);
        }
        OptionalLong whole = NumberText.whole(time);
        return whole.isPresent() ? millis(whole.getAsLong()) : millis(Double.parseDouble(time));
    }

    /**
     * Describes for people why {@link #read} refuses a text, and what to do.
     *
     * @param setting the name of the setting of the unit
     */
    public String refusal(String text, String setting) {
        if (!NumberText.isNumber(text)) {
            String found = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
            return '"' + found + "\", neither ISO 8601, such as 2026-03-01T12:00:00Z, nor a number";
        }
        String number = text.strip();
        return number
                + switch (this) {
                    case AUTO -> notMillis(number, setting) + ", or write ISO 8601";
                    case ISO -> ", but " + setting + " is iso; set it to the unit of the number, or write ISO 8601";
                    case SECONDS, MILLIS, MICROS, NANOS ->
                        " " + plural() + " since the epoch, outside the years 1 to 9999; correct " + setting;
                };
    }

    private static String notMillis(String text, String setting) {
        if (!NumberText.isWhole(text)) {
            return ", a number with a fraction and most likely in seconds; set " + setting + " to seconds";
        }
        double number = Math.abs(Double.parseDouble(text));
        TimestampUnit likely = number < LEAST_MILLIS ? SECONDS : number < 1000.0 * Timestamps.LATEST ? MICROS : NANOS;
        return ", too " + (likely == SECONDS ? "small" : "large")
                + " for milliseconds since the epoch and most likely in " + likely.plural() + "; set " + setting
                + " to " + likely.setting();
    }

    /** Returns the name of the unit in settings and in the manifest. */
    @JsonValue
    public String setting() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the unit with a name; empty if there is none. */
    public static Optional<TimestampUnit> of(String setting) {
        return Arrays.stream(values())
                .filter(unit -> unit.setting().equals(setting))
                .findFirst();
    }

    /** Lists the names of all units. */
    public static String settings() {
        return Arrays.stream(values()).map(TimestampUnit::setting).collect(Collectors.joining(", "));
    }

    /** Names the unit for people. */
    String plural() {
        return switch (this) {
            case AUTO, ISO, MILLIS -> "milliseconds";
            case SECONDS -> "seconds";
            case MICROS -> "microseconds";
            case NANOS -> "nanoseconds";
        };
    }

    /** Describes for people which times are read. */
    public String readable() {
        return this == ISO ? "ISO 8601" : "ISO 8601 or " + plural();
    }
}
