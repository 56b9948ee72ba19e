package io.sluice.format;

import io.sluice.event.PointerTree;
import io.sluice.schema.EventSchema;
import io.sluice.schema.SchemaPlace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/**
 * Compares the places that are read with the schemas of events. A place that leads to no field is most likely misspelt.
 * It makes each record a dead letter, or a channel missing for ever, and no record says so.
 */
final class PlaceCheck {
    private static final int DEEPEST = 5;
    private static final int MOST_POINTERS = 200;

    private final EventPlaces places;

    PlaceCheck(EventPlaces places) {
        this.places = places;
    }

    /**
     * What was found about a schema.
     *
     * @param faults the places that the user chose in vain, or all fields of the model if none leads anywhere
     * @param remarks one line of all other channels that are missing in each event, as the model may allow
     * @param lost the number of places that lead nowhere
     */
    record Findings(List<String> faults, List<String> remarks, int lost) {
        List<String> all() {
            return Stream.concat(faults.stream(), remarks.stream()).toList();
        }
    }

    /** Compares with several types of events, of which one is read. Returns what was found about the best one. */
    Findings check(List<EventSchema> types) {
        return types.stream()
                .map(this::check)
                .min(Comparator.comparingInt(Findings::lost))
                .orElse(new Findings(List.of(), List.of(), 0));
    }

    Findings check(EventSchema schema) {
        List<EventPlaces.Place> lost = lost(places.fields(), schema);
        boolean none = lost.size() == places.fields().size();
        List<EventPlaces.Place> set = new ArrayList<>();
        List<EventPlaces.Place> ofManifest = new ArrayList<>();
        lost.forEach(place -> (place.isSet() ? set : ofManifest).add(place));
        set.addAll(lost(places.chosen(), schema));
        List<String> faults =
                set.stream().map(place -> chosenInVain(place, schema)).toList();
        List<String> absent = ofManifest.isEmpty() ? List.of() : List.of(absent(ofManifest, schema));
        int number = set.size() + ofManifest.size();
        if (none) {
            return new Findings(Stream.concat(absent.stream(), faults.stream()).toList(), List.of(), number);
        }
        String missing = ofManifest.size() == 1
                ? "; until then, this channel is missing in each event"
                : "; until then, these channels are missing in each event";
        return new Findings(faults, absent.stream().map(line -> line + missing).toList(), number);
    }

    private static List<EventPlaces.Place> lost(List<EventPlaces.Place> places, EventSchema schema) {
        return places.stream().filter(place -> !isRead(schema, place)).toList();
    }

    /**
     * Checks the only schema of the events.
     *
     * @throws ConfigException if the user chose a place that it lacks, or if it has no field of the model
     */
    void require(EventSchema schema) {
        List<String> faults = check(schema).faults();
        if (!faults.isEmpty()) {
            throw new ConfigException(String.join("; ", faults));
        }
    }

    private static boolean isRead(EventSchema schema, EventPlaces.Place place) {
        return reached(schema, place).stream().anyMatch(SchemaPlace::isValue);
    }

    private static List<SchemaPlace> reached(EventSchema schema, EventPlaces.Place place) {
        List<SchemaPlace> reached = List.of(schema.root());
        for (String token : PointerTree.tokens(place.pointer())) {
            reached =
                    reached.stream().flatMap(each -> each.below(token).stream()).toList();
        }
        return reached;
    }

    private static String chosenInVain(EventPlaces.Place place, EventSchema schema) {
        return place.setting() + " is " + place.pointer() + ", but " + schema.label() + lacks(place, schema)
                + suggestion(place.pointer(), known(schema));
    }

    /** Names all channels whose places the manifest chose in vain. */
    private static String absent(List<EventPlaces.Place> lost, EventSchema schema) {
        KnownPlaces known = known(schema);
        if (lost.size() == 1) {
            EventPlaces.Place place = lost.get(0);
            return place.what() + " is read from " + place.pointer() + ", but " + schema.label() + lacks(place, schema)
                    + suggestion(place.pointer(), known) + "; set " + place.setting();
        }
        String named = lost.stream()
                .map(place -> place.what() + " at " + place.pointer()
                        + known.likely(place.pointer())
                                .map(nearest -> " (did you mean " + nearest + "?)")
                                .orElse(""))
                .collect(Collectors.joining(", "));
        boolean allLikely =
                lost.stream().allMatch(place -> known.likely(place.pointer()).isPresent());
        return schema.label() + " has no values for " + lost.size() + " channels: " + named
                + (allLikely ? "" : list(known)) + "; set " + FieldSettings.PREFIX + "CHANNEL for each of them";
    }

    private static String lacks(EventPlaces.Place place, EventSchema schema) {
        return reached(schema, place).isEmpty()
                ? " has no such field"
                : " has neither a number nor a text nor a time there";
    }

    private static String suggestion(String pointer, KnownPlaces known) {
        return known.likely(pointer)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElseGet(() -> list(known));
    }

    private static String list(KnownPlaces known) {
        return known.pointers().isEmpty() ? "" : "; it has " + known.list();
    }

    private static KnownPlaces known(EventSchema schema) {
        return new KnownPlaces(pointers(schema.root()));
    }

    /** Returns pointers to values, those of shallow places first. */
    private static List<String> pointers(SchemaPlace root) {
        List<String> found = new ArrayList<>();
        List<Reached> level = List.of(new Reached("", root));
        for (int depth = 0; depth < DEEPEST && found.size() < MOST_POINTERS; depth++) {
            level = level.stream().flatMap(Reached::below).limit(MOST_POINTERS).toList();
            level.stream()
                    .filter(each -> each.place.isValue())
                    .map(Reached::pointer)
                    .forEach(found::add);
        }
        return found.stream().distinct().toList();
    }

    /** A place and the pointer that leads there. */
    private record Reached(String pointer, SchemaPlace place) {
        Stream<Reached> below() {
            return place.tokens().stream().sorted().flatMap(token -> place.below(token).stream()
                    .map(each -> new Reached(pointer + "/" + PointerTree.escaped(token), each)));
        }
    }
}
