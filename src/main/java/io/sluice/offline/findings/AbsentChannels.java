package io.sluice.offline.findings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.event.Event;
import io.sluice.event.JsonLeaves;
import io.sluice.event.NumericEvent;
import io.sluice.format.KnownPlaces;
import io.sluice.model.Manifest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the channels that no event has, such as one with a misspelt name, and those that few events have. */
public final class AbsentChannels {
    private static final ObjectReader JSON = new ObjectMapper().reader();
    private static final int MOST_EVENTS_NAMED = 2000;
    private static final int MOST_NAMES = 20;
    /** Channels that report on their own have at least this share of the events, if there are few of them. */
    private static final double FEW = 0.01;

    private final List<Manifest.Input.Field> channels;
    private final String time;
    private final String prefix;
    private final long[] readings;
    private final boolean[] found;
    private final Set<String> pointers = new LinkedHashSet<>();
    private long events;

    /**
     * Looks for the channels of a model.
     *
     * @param input the channels with their places in the events that are read
     * @param prefix the beginning of the keys that set a place: {@link io.sluice.format.LayoutSettings#PREFIX}, or the
     *     empty text for a recipe
     */
    public AbsentChannels(Manifest.Input input, String prefix) {
        this.channels = input instanceof Manifest.Input.Numeric numeric ? numeric.fields() : List.of();
        this.time = input.timestamp().pointer();
        this.prefix = prefix;
        this.readings = new long[channels.size()];
        this.found = new boolean[channels.size()];
    }

    /**
     * Adds an event that the model could read.
     *
     * @param value the event as it was read, which is JSON if it has channels
     */
    public void add(Event event, String value) {
        events++;
        if (!(event instanceof NumericEvent numbers)) {
            return;
        }
        for (int channel = 0; channel < found.length; channel++) {
            boolean missing = numbers.isMissing(channel);
            readings[channel] += missing ? 0 : 1;
            found[channel] |=
                    !missing || numbers.isIgnored(channels.get(channel).name());
        }
        if (events <= MOST_EVENTS_NAMED && absent().findAny().isPresent()) {
            addPlaces(value);
        }
    }

    private void addPlaces(String value) {
        try {
            JsonLeaves.of(JSON.readTree(value)).forEach((pointer, leaf) -> {
                if (!leaf.isNull() && !pointer.equals(time)) {
                    pointers.add(pointer);
                }
            });
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an event with readings is JSON", e);
        }
    }

    /**
     * Describes an event that has none of the channels: the fields that it has, which of them was probably meant, and
     * the setting that says so.
     *
     * @param value the event as it was read, which is JSON
     */
    public static String fields(Manifest.Input input, String prefix, String value) {
        AbsentChannels one = new AbsentChannels(input, prefix);
        one.addPlaces(value);
        return one.have("the event has ") + one.advice(one.channels);
    }

    /** Returns what is wrong for a new model, whose channels must be in the events; empty if all of them are. */
    public Optional<String> refusal() {
        String absent = absent().map(AbsentChannels::described).collect(Collectors.joining(", "));
        return absent.isEmpty()
                ? Optional.empty()
                : Optional.of("no event has " + absent + "; " + have("the events have ") + advice(absent().toList()));
    }

    /** Returns a warning for each channel that no event has. */
    public List<String> warnings() {
        return absent().map(channel -> String.format(
                        Locale.ROOT,
                        "%s was missing in %s; %s%s",
                        described(channel),
                        events == 1 ? "the only event" : String.format(Locale.ROOT, "all %,d events", events),
                        have("the events have "),
                        advice(List.of(channel))))
                .toList();
    }

    /** Warns of channels of which few events have a reading; empty if there is none. */
    public Optional<String> few() {
        String few = IntStream.range(0, found.length)
                .filter(channel -> readings[channel] < FEW * events)
                .mapToObj(channel ->
                        String.format(Locale.ROOT, "%s in %,d", described(channels.get(channel)), readings[channel]))
                .collect(Collectors.joining(", "));
        return few.isEmpty()
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "of %,d events, few have a reading of: %s", events, few));
    }

    private Stream<Manifest.Input.Field> absent() {
        return IntStream.range(0, events == 0 ? 0 : found.length)
                .filter(channel -> !found[channel])
                .mapToObj(channels::get);
    }

    private static String described(Manifest.Input.Field channel) {
        return channel.pointer().equals("/" + channel.name())
                ? channel.name()
                : channel.name() + " at " + channel.pointer();
    }

    private String have(String subject) {
        return subject
                + (pointers.isEmpty()
                        ? "no field"
                        : pointers.stream()
                                .limit(MOST_NAMES)
                                .map(AbsentChannels::name)
                                .collect(Collectors.joining(", ")))
                + (pointers.size() > MOST_NAMES ? " and " + (pointers.size() - MOST_NAMES) + " more fields" : "");
    }

    /** Returns the name of a field at the top, else its pointer. */
    private static String name(String pointer) {
        return pointer.lastIndexOf('/') == 0 && !pointer.contains("~") ? pointer.substring(1) : pointer;
    }

    /** Returns the field that was probably meant by the first channel for which there is one, and how to say so. */
    private String advice(List<Manifest.Input.Field> absent) {
        Set<String> read = channels.stream().map(Manifest.Input.Field::pointer).collect(Collectors.toSet());
        KnownPlaces free = new KnownPlaces(
                pointers.stream().filter(pointer -> !read.contains(pointer)).toList());
        for (Manifest.Input.Field channel : absent) {
            Optional<String> meant = free.likely(channel.pointer());
            if (meant.isPresent()) {
                return "; did you mean " + name(meant.get()) + "? --set " + setting(channel) + meant.get()
                        + " reads it there";
            }
        }
        return "; --set " + setting(absent.get(0)) + "/FIELD says where it is";
    }

    private String setting(Manifest.Input.Field channel) {
        return prefix + "field." + channel.name() + "=";
    }
}
