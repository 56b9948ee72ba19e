package io.sluice.cli.demo;

import io.sluice.offline.Plural;
import io.sluice.offline.simulation.FaultKind;
import io.sluice.offline.simulation.FaultReport;
import io.sluice.offline.simulation.FaultReport.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Describes in words which faults the alerts have caught. */
final class FaultFindings {
    private FaultFindings() {}

    /** @param severalChannels true if a machine has several channels, so that an alert names one of them first */
    static DemoScenario.Findings describe(FaultReport faults, boolean severalChannels) {
        List<String> lines = new ArrayList<>();
        lines.add("  faults        " + caught(faults));
        new TreeMap<>(faults.kinds()).forEach((kind, counts) -> lines.add(kindLine(kind, counts)));
        lines.add("  alerts        " + alerts(faults));
        if (severalChannels) {
            lines.add("  named         " + named(faults));
        }
        lines.add("  delay         " + delay(faults));
        return new DemoScenario.Findings(caught(faults) + "; " + alerts(faults), lines);
    }

    private static String caught(FaultReport faults) {
        Counts total = faults.total();
        String undecided = total.undecided() == 0 ? "" : text(", %d still open", total.undecided());
        return text(
                "%s injected: %d caught, %d missed%s",
                Plural.format(total.injected(), "fault"), total.caught(), total.missed(), undecided);
    }

    private static String kindLine(FaultKind kind, Counts counts) {
        return text("                %-12s %d of %d caught", kind.text(), counts.caught(), counts.injected());
    }

    private static String alerts(FaultReport faults) {
        return text("%s, %d false", Plural.format(faults.alerts(), "alert"), faults.falseAlerts());
    }

    private static String named(FaultReport faults) {
        return text(
                "%,d of %s name a faulty channel first",
                faults.named(), Plural.format(faults.alerts() - faults.falseAlerts(), "true alert"));
    }

    private static String delay(FaultReport faults) {
        if (faults.total().caught() == 0) {
            return "none, because no fault was caught";
        }
        return text(
                "median %.1f, at most %s from the start of a fault to its alert",
                faults.medianDelay(), Plural.format(faults.maxDelay(), "event"));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
