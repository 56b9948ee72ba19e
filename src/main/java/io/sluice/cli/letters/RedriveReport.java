package io.sluice.cli.letters;

import io.sluice.cli.common.Printable;
import io.sluice.event.Origin;
import io.sluice.offline.Plural;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines that {@code dead-letters redrive} prints: a letter each, if it would be or cannot be sent, and the sum. */
final class RedriveReport {
    private final PrintWriter out;
    private final String topic;
    private final boolean dryRun;
    private final int times;
    private final Map<RedriveRules.Rule, Long> counts = new EnumMap<>(RedriveRules.Rule.class);
    private long chosen;

    RedriveReport(PrintWriter out, String topic, boolean dryRun, int times) {
        this.out = out;
        this.topic = topic;
        this.dryRun = dryRun;
        this.times = times;
    }

    void add(Letter letter, RedriveRules.Verdict verdict) {
        chosen++;
        counts.merge(verdict.rule(), 1L, Long::sum);
        if (verdict.rule() == RedriveRules.Rule.IMPOSSIBLE) {
            printNotSent(letter, verdict.why());
        } else if (verdict.rule() == RedriveRules.Rule.SEND && dryRun) {
            out.println("would send: " + letter.place() + ", " + Printable.inLine(letter.reason()) + ", to "
                    + target(letter.origin()) + ", key " + key(letter));
        }
    }

    /** Takes a letter back that was added as one to send. */
    void refused(Letter letter, String why) {
        counts.merge(RedriveRules.Rule.SEND, -1L, Long::sum);
        counts.merge(RedriveRules.Rule.IMPOSSIBLE, 1L, Long::sum);
        printNotSent(letter, why);
    }

    private void printNotSent(Letter letter, String why) {
        out.println("not sent: " + letter.place() + ", " + Printable.inLine(letter.reason() + ": " + why));
    }

    private static String target(@Nullable Origin origin) {
        return origin == null ? "an unknown topic" : "partition " + origin.partition() + " of " + origin.topic();
    }

    private static String key(Letter letter) {
        byte[] key = letter.key();
        return key == null ? "missing" : Printable.inLine(Letter.text(key));
    }

    /** Prints the sum. Letters that cannot be sent have a line each. */
    void sum() {
        out.println((dryRun ? "would send " : "sent ") + count(RedriveRules.Rule.SEND) + " of "
                + Plural.format(chosen, "chosen letter") + " of " + topic);
        line(RedriveRules.Rule.DONE, "sent back already");
        line(
                RedriveRules.Rule.RETURNED,
                "rejected again after " + Plural.format(times, "redrive") + "; --again " + (times + 1)
                        + " allows another one");
        line(RedriveRules.Rule.IMPOSSIBLE, "impossible to send, see above");
    }

    private void line(RedriveRules.Rule rule, String meaning) {
        if (count(rule) > 0) {
            out.println("not sent: " + Plural.format(count(rule), "letter") + ", " + meaning);
        }
    }

    long count(RedriveRules.Rule rule) {
        return counts.getOrDefault(rule, 0L);
    }
}
