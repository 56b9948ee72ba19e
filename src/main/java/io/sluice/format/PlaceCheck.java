package io.sluice.format;

import io.sluice.event.PointerTree;
import io.sluice.schema.EventSchema;
import io.sluice.schema.SchemaPlace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/**
 * Compares the places that are read with the schemas of events. A place that leads to no field is most likely misspelt.
 * It makes each record a dead letter, or a channel missing for ever, and no record says so.
 */
final class PlaceCheck {
    private static final int DEEPEST = 5;
    private static final int MOST_POINTERS = 200;
    private static final int MOST_NAMED = 8;

    private final EventPlaces places;

    PlaceCheck(EventPlaces places) {
        this.places = places;
    }

    /**
     * What was found about a schema.
     *
     * @param faults the places that the user chose in vain, or all fields of the model if none leads anywhere
     * @param remarks other channels that are missing in each event, as the model may allow
     */
    record Findings(List<String> faults, List<String> remarks) {
        List<String> all() {
            return Stream.concat(faults.stream(), remarks.stream()).toList();
        }
    }

    /** Compares with several types of events, of which one is read. Returns what was found about the best one. */
    Findings check(List<EventSchema> types) {
        return types.stream()
                .map(this::check)
                .min(Comparator.comparingInt(findings -> findings.all().size()))
                .orElse(new Findings(List.of(), List.of()));
    }

    Findings check(EventSchema schema) {
        List<EventPlaces.Place> lost =
                places.fields().stream().filter(place -> !isRead(schema, place)).toList();
        boolean none = lost.size() == places.fields().size();
        List<String> faults = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (EventPlaces.Place place : lost) {
            if (none || place.isSet()) {
                faults.add(fault(place, schema));
            } else {
                remarks.add(fault(place, schema) + "; until then, this channel is missing in each event");
            }
        }
        places.chosen().stream()
                .filter(place -> !isRead(schema, place))
                .forEach(place -> faults.add(fault(place, schema)));
        return new Findings(List.copyOf(faults), List.copyOf(remarks));
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

    private static String fault(EventPlaces.Place place, EventSchema schema) {
        String lacking = reached(schema, place).isEmpty()
                ? " has no such field"
                : " has neither a number nor a text nor a time there";
        String known = suggestion(place.pointer(), pointers(schema.root()));
        return place.isSet()
                ? place.setting() + " is " + place.pointer() + ", but " + schema.label() + lacking + known
                : place.what() + " is read from " + place.pointer() + ", but " + schema.label() + lacking + known
                        + "; set " + place.setting();
    }

    private static String suggestion(String pointer, List<String> known) {
        if (known.isEmpty()) {
            return "";
        }
        String nearest = Spelling.nearest(pointer, known);
        if (Spelling.distance(pointer, nearest) <= pointer.length() / 3) {
            return "; did you mean " + nearest + "?";
        }
        String more = known.size() > MOST_NAMED ? " and others" : "";
        return "; it has " + String.join(", ", known.subList(0, Math.min(known.size(), MOST_NAMED))) + more;
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
