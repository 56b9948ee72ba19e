package io.sluice.offline.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.event.Event;
import io.sluice.event.NumericEvent;
import io.sluice.model.Manifest;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the channels that no event of a file has, such as one with a misspelt name. */
final class AbsentChannels {
    private static final ObjectReader JSON = new ObjectMapper().reader();
    private static final int MOST_EVENTS_NAMED = 2000;
    private static final int MOST_NAMES = 20;

    private final List<Manifest.Input.Field> channels;
    private final String time;
    private final BitSet found = new BitSet();
    private final Set<String> names = new LinkedHashSet<>();
    private long events;

    /** @param input the channels with their places in the events that are read */
    AbsentChannels(Manifest.Input input) {
        this.channels = input instanceof Manifest.Input.Numeric numeric ? numeric.fields() : List.of();
        this.time = input.timestamp().pointer();
    }

    /**
     * Adds an event that the model could read.
     *
     * @param value the event as it was read from its file
     */
    void add(Event event, String value) {
        events++;
        if (found.cardinality() == channels.size() || !(event instanceof NumericEvent readings)) {
            return;
        }
        IntStream.range(0, channels.size())
                .filter(channel -> !readings.isMissing(channel) || isIgnored(channel, readings))
                .forEach(found::set);
        if (events <= MOST_EVENTS_NAMED) {
            addNames(value);
        }
    }

    private boolean isIgnored(int channel, NumericEvent readings) {
        return readings.ignored().stream().anyMatch(ignored -> ignored.channel()
                .equals(channels.get(channel).name()));
    }

    private void addNames(String value) {
        try {
            addNames("", JSON.readTree(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an event with readings is JSON", e);
        }
    }

    private void addNames(String place, JsonNode node) {
        node.properties().forEach(field -> {
            String pointer = place + "/" + field.getKey().replace("~", "~0").replace("/", "~1");
            if (field.getValue().isObject()) {
                addNames(pointer, field.getValue());
            } else if (!field.getValue().isNull() && !pointer.equals(time)) {
                names.add(place.isEmpty() ? field.getKey() : pointer);
            }
        });
    }

    /** Returns what is wrong for a new model, whose channels must be in the events; empty if all of them are. */
    Optional<String> refusal() {
        String absent = absent().map(AbsentChannels::described).collect(Collectors.joining(", "));
        return absent.isEmpty() ? Optional.empty() : Optional.of("no event has " + absent + "; " + have());
    }

    /** Returns a warning for each channel that no event has. */
    List<String> warnings() {
        return absent().map(channel -> String.format(
                        Locale.ROOT,
                        "%s was missing in %s; %s",
                        described(channel),
                        events == 1 ? "the only event" : String.format(Locale.ROOT, "all %,d events", events),
                        have()))
                .toList();
    }

    private Stream<Manifest.Input.Field> absent() {
        return IntStream.range(0, events == 0 ? 0 : channels.size())
                .filter(channel -> !found.get(channel))
                .mapToObj(channels::get);
    }

    private static String described(Manifest.Input.Field channel) {
        return channel.pointer().equals("/" + channel.name())
                ? channel.name()
                : channel.name() + " at " + channel.pointer();
    }

    private String have() {
        return "the events have " + names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more fields" : "");
    }
}
