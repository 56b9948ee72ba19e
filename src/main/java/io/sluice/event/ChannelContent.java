package io.sluice.event;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numeric channels of an event, each at its pointer. A channel that is absent or null is missing, but at least one
 * channel must be present. A value that its channel does not accept is ignored: its channel is missing, too. If all
 * channels are missing for that reason, the event is valid if the model sees a mark for each of them.
 */
final class ChannelContent implements EventContent {
    private final List<Channel> channels;
    private final boolean numbersInStrings;
    private float[] values = {};
    private List<IgnoredValue> ignored = List.of();

    ChannelContent(List<Channel> channels, boolean numbersInStrings) {
        this.channels = List.copyOf(channels);
        this.numbersInStrings = numbersInStrings;
    }

    @Override
    public List<String> pointers() {
        return channels.stream().map(Channel::pointer).toList();
    }

    @Override
    public void begin() {
        values = new float[channels.size()];
        Arrays.fill(values, Float.NaN);
        ignored = List.of();
    }

    @Override
    public @Nullable Malformed read(FieldValue value, int slot) throws IOException {
        Channel channel = channels.get(slot);
        return switch (value.kind()) {
            case NULL -> null;
            case LONG, BIG_INTEGER, REAL -> read(value.asDouble(), channel, slot);
            case TEXT -> readString(value.asText(), channel, slot);
            case TIME, OTHER -> notANumber(channel, value.name());
        };
    }

    private @Nullable Malformed readString(String text, Channel channel, int slot) {
        if (channel.accepted().isMissingCode(text)) {
            ignore(slot, IgnoredValue.Why.MISSING_CODE);
            return null;
        }
        if (!NumberText.isNumber(text)) {
            return notANumber(channel, "a string");
        }
        return numbersInStrings
                ? read(Double.parseDouble(text), channel, slot)
                : new Malformed(
                        DeadLetterReason.BAD_CHANNEL,
                        channel.pointer() + " is a string that holds a number; set " + JsonLayout.NUMBERS_IN_STRINGS
                                + "=true to read it");
    }

    private static Malformed notANumber(Channel channel, String found) {
        return new Malformed(DeadLetterReason.BAD_CHANNEL, channel.pointer() + " is " + found + ", not a number");
    }

    private @Nullable Malformed read(double number, Channel channel, int slot) {
        IgnoredValue.Why why = channel.accepted().whyIgnored(number);
        if (why != null) {
            ignore(slot, why);
            return null;
        }
        values[slot] = (float) number;
        return Float.isFinite(values[slot]) ? null : notFinite(number, channel, slot);
    }

    /** JSON has no NaN, but other formats have, and sensors send it for a missing reading. */
    private @Nullable Malformed notFinite(double number, Channel channel, int slot) {
        if (Double.isNaN(number) && channel.accepted().isMissingCode("NaN")) {
            ignore(slot, IgnoredValue.Why.MISSING_CODE);
            return null;
        }
        return new Malformed(DeadLetterReason.BAD_CHANNEL, channel.pointer() + " is not finite as float32");
    }

    private void ignore(int slot, IgnoredValue.Why why) {
        if (ignored.isEmpty()) {
            ignored = new ArrayList<>(channels.size());
        }
        ignored.add(new IgnoredValue(channels.get(slot).name(), why));
    }

    @Override
    public Decoded event(@Nullable String key, long timestamp, boolean timed) {
        NumericEvent event = new NumericEvent(key, timestamp, timed, ignored, values);
        if (!event.isEmpty()) {
            return event;
        }
        if (ignored.isEmpty()) {
            return new Malformed(
                    DeadLetterReason.NO_CHANNEL,
                    "no channel is present; at least one of these must be a number: " + pointers());
        }
        List<String> unmarked = channels.stream()
                .filter(channel -> !channel.isMarked())
                .map(channel -> channel.name() + ".missing")
                .toList();
        return unmarked.isEmpty()
                ? event
                : new Malformed(
                        DeadLetterReason.NO_VALUE,
                        "each value is a missing code or outside its range, and the model has no column " + unmarked
                                + " that would say so");
    }
}
