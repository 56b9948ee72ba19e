package io.sluice.offline.evaluation.run;

/**
 * The pipeline's refusal to score an event, which goes to the dead letters.
 *
 * @param reason the reason as a code
 * @param detail a sentence for people
 */
public record Refusal(String reason, String detail) {
    @Override
    public String toString() {
        return reason + ": " + detail;
    }
}
