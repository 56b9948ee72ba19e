package io.sluice.cli.letters;

import java.util.Set;
import java.util.function.Consumer;

/** A pass over the dead letters that sends the chosen ones back. */
final class Redrive {
    private final String topic;
    private final LetterChoice choice;
    private final LetterTopic reader;
    private final RedriveReport report;

    /** @param topic the dead-letter topic */
    Redrive(String topic, LetterChoice choice, LetterTopic reader, RedriveReport report) {
        this.topic = topic;
        this.choice = choice;
        this.reader = reader;
        this.report = report;
    }

    /** Returns the places of the letters that were sent back already. */
    Set<String> done(RedriveMarks marks) {
        return marks.read(reader);
    }

    /**
     * Passes over the letters that are there now. A letter that comes back meanwhile waits for the next pass.
     *
     * @param send sends a letter
     */
    void run(RedriveRules rules, Consumer<Letter> send) {
        reader.read(topic, record -> {
            Letter letter = new Letter(record);
            if (Letter.isLetter(record) && choice.includes(letter)) {
                RedriveRules.Verdict verdict = rules.of(letter);
                report.add(letter, verdict);
                if (verdict.rule() == RedriveRules.Rule.SEND) {
                    send.accept(letter);
                }
            }
        });
    }
}
