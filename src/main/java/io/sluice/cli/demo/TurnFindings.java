package io.sluice.cli.demo;

import io.sluice.cli.common.Plural;
import io.sluice.offline.simulation.TurnReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Which turns of mood were seen, in words. */
final class TurnFindings {
    private TurnFindings() {}

    static DemoScenario.Findings of(LabelScore labels, TurnReport turns, long textsCut) {
        return new DemoScenario.Findings(
                seen(turns) + "; " + Plural.of(turns.falseTurns(), "false turn"),
                List.of(
                        "  cut off       " + Plural.of(textsCut, "text") + " longer than the model reads",
                        "  text label    " + labels.ofTexts(),
                        "                " + labels.ofSureTexts(),
                        "  running label " + labels.ofAuthors(),
                        "  turns         " + seen(turns),
                        "  false turns   " + turns.falseTurns(),
                        "  delay         " + delay(turns)));
    }

    private static String seen(TurnReport turns) {
        String undecided = turns.undecided() == 0 ? "" : text(", %,d may still be", turns.undecided());
        return text(
                "%s of mood: %,d seen, %,d missed%s",
                Plural.of(turns.happened(), "turn"), turns.seen(), turns.missed(), undecided);
    }

    private static String delay(TurnReport turns) {
        if (turns.seen() == 0) {
            return "none, for no turn was seen";
        }
        return text(
                "median %.1f texts (%s), at most %s from the first in a new mood to the first so labelled",
                turns.medianTexts(), span(turns.medianTime()), Plural.of(turns.maxTexts(), "text"));
    }

    private static String span(Duration time) {
        return time.toHours() == 0 ? time.toMinutes() + " min" : time.toHours() + " h " + time.toMinutesPart() + " min";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
