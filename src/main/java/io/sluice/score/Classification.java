package io.sluice.score;

/**
 * The labels of one event, and of its key so far.
 *
 * @param event the probabilities of the labels for this event alone
 * @param unsure true if the probability of the event's likeliest label is below the model's {@code sure}
 * @param running the probabilities of the labels for all of the key's events so far
 */
public record Classification(LabelProbabilities event, boolean unsure, LabelProbabilities running) implements Verdict {
    @Override
    public boolean isFinite() {
        return event.isFinite() && running.isFinite();
    }
}
