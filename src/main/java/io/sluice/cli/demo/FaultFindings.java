package io.sluice.cli.demo;

import io.sluice.cli.common.Plural;
import io.sluice.offline.simulation.FaultKind;
import io.sluice.offline.simulation.FaultReport;
import io.sluice.offline.simulation.FaultReport.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Which faults were caught, in words. */
final class FaultFindings {
    private FaultFindings() {}

    /** @param several whether machines have several channels, of which an alert names one first */
    static DemoScenario.Findings of(FaultReport faults, boolean several) {
        List<String> lines = new ArrayList<>();
        lines.add("  faults        " + caught(faults));
        new TreeMap<>(faults.kinds()).forEach((kind, tally) -> lines.add(ofKind(kind, tally)));
        lines.add("  alerts        " + alerts(faults));
        if (several) {
            lines.add("  named         " + named(faults));
        }
        lines.add("  delay         " + delay(faults));
        return new DemoScenario.Findings(caught(faults) + "; " + alerts(faults), lines);
    }

    private static String caught(FaultReport faults) {
        Tally total = faults.total();
        String undecided = total.undecided() == 0 ? "" : text(", %d may still be", total.undecided());
        return text(
                "%s injected: %d caught, %d missed%s",
                Plural.of(total.injected(), "fault"), total.caught(), total.missed(), undecided);
    }

    private static String ofKind(FaultKind kind, Tally tally) {
        return text("                %-12s %d of %d caught", kind.text(), tally.caught(), tally.injected());
    }

    private static String alerts(FaultReport faults) {
        return text("%s, %d false", Plural.of(faults.alerts(), "alert"), faults.falseAlerts());
    }

    private static String named(FaultReport faults) {
        return text(
                "%,d of %s that a fault explains name first a channel that it touches",
                faults.named(), Plural.of(faults.alerts() - faults.falseAlerts(), "alert"));
    }

    private static String delay(FaultReport faults) {
        if (faults.total().caught() == 0) {
            return "none, for no fault was caught";
        }
        return text(
                "median %.1f, at most %s from a fault's first event to its alert",
                faults.medianDelay(), Plural.of(faults.maxDelay(), "event"));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
