package io.sluice.cli.letters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.common.Printable;
import io.sluice.event.Origin;
import io.sluice.offline.Plural;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The report of {@code dead-letters show}, as lines or as JSON. */
final class LetterReport {
    /** The characters of a key or a value that are shown. The whole record is where its origin says. */
    private static final int CHARACTERS = 200;

    private final String topic;
    private final LetterGroups groups;

    LetterReport(String topic, LetterGroups groups) {
        this.topic = topic;
        this.groups = groups;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(summary());
        if (groups.others() > 0) {
            lines.add(Plural.format(groups.others(), "record") + " of " + topic + " "
                    + (groups.others() == 1 ? "is no dead letter" : "are no dead letters")
                    + ", without the header sluice.reason; another program wrote to the topic");
        }
        groups.forEach((name, group) -> {
            lines.add("");
            lines.add(Printable.inLine(name.reason()) + " from " + origin(name) + ": " + group.count() + ", "
                    + group.first() + " to " + group.last());
            group.samples().forEach(letter -> add(letter, lines));
        });
        return String.join(System.lineSeparator(), lines);
    }

    private String summary() {
        if (groups.records() == 0) {
            return "topic " + topic + " is empty: there are no dead letters";
        }
        long letters = groups.records() - groups.others();
        return letters == groups.chosen()
                ? Plural.format(letters, "dead letter") + " in " + topic
                : Plural.format(letters, "dead letter") + " in " + topic + ", " + groups.chosen()
                        + " of them chosen by the options";
    }

    private static String origin(LetterGroup.Name name) {
        return name.topic().isEmpty() ? "an unknown topic" : Printable.inLine(name.topic());
    }

    private static void add(Letter letter, List<String> lines) {
        String key = shown(letter.key());
        String value = shown(letter.value());
        lines.add("  at " + letter.place() + ", from " + source(letter) + ", key "
                + (key == null ? "missing" : Printable.inLine(key)) + ": " + Printable.inLine(letter.detail()));
        lines.add("    " + (value == null ? "(no value)" : Printable.inLine(value)));
    }

    private static String source(Letter letter) {
        String place = place(letter.origin());
        return place == null ? "an unknown place" : place;
    }

    private static @Nullable String place(@Nullable Origin origin) {
        return origin == null ? null : origin.partition() + ":" + origin.offset();
    }

    String json() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("topic", topic)
                .put("letters", groups.records() - groups.others())
                .put("chosen", groups.chosen())
                .put("others", groups.others());
        ArrayNode array = report.putArray("groups");
        groups.forEach((name, group) -> {
            ObjectNode node = array.addObject()
                    .put("reason", name.reason())
                    .put("topic", name.topic())
                    .put("count", group.count())
                    .put("first", group.first().toString())
                    .put("last", group.last().toString());
            ArrayNode samples = node.putArray("samples");
            group.samples().forEach(letter -> samples.add(json(letter)));
        });
        return Printable.of(report.toString());
    }

    private static ObjectNode json(Letter letter) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("at", letter.place())
                .put("origin", place(letter.origin()))
                .put("time", letter.time().toString())
                .put("key", shown(letter.key()))
                .put("detail", letter.detail())
                .put("value", shown(letter.value()))
                .put("redrives", letter.redrives());
    }

    private static @Nullable String shown(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        String text = Letter.text(bytes);
        return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS) + "… (" + bytes.length + " bytes)";
    }
}
