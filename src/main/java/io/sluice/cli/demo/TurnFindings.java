package io.sluice.cli.demo;

import io.sluice.offline.Plural;
import io.sluice.offline.simulation.TurnReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Describes in words which mood turns the running labels have followed. */
final class TurnFindings {
    private TurnFindings() {}

    static DemoScenario.Findings describe(LabelScore labels, TurnReport turns, long textsCut) {
        return new DemoScenario.Findings(
                seen(turns) + "; " + Plural.format(turns.falseTurns(), "false turn"),
                List.of(
                        "  cut off       " + Plural.format(textsCut, "text") + " longer than the model's input",
                        "  text label    " + labels.describeTexts(),
                        "                " + labels.describeSureTexts(),
                        "  running label " + labels.describeAuthors(),
                        "  turns         " + seen(turns),
                        "  false turns   " + turns.falseTurns(),
                        "  delay         " + delay(turns)));
    }

    private static String seen(TurnReport turns) {
        String undecided = turns.undecided() == 0 ? "" : text(", %,d still open", turns.undecided());
        return text(
                "%s: %,d seen, %,d missed%s",
                Plural.format(turns.happened(), "mood turn"), turns.seen(), turns.missed(), undecided);
    }

    private static String delay(TurnReport turns) {
        if (turns.seen() == 0) {
            return "none, because no turn was seen";
        }
        return text(
                "median %.1f texts (%s), at most %s from the first text in a new mood to the first with its label",
                turns.medianTexts(), span(turns.medianTime()), Plural.format(turns.maxTexts(), "text"));
    }

    private static String span(Duration time) {
        return time.toHours() == 0 ? time.toMinutes() + " min" : time.toHours() + " h " + time.toMinutesPart() + " min";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
