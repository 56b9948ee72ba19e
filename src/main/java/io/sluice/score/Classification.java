package io.sluice.score;

/**
 * The class of one event, and of its key so far.
 *
 * @param event what this event alone says
 * @param unsure whether the event's likeliest label is less likely than the model asks for
 * @param running what all of the key's events so far say
 */
public record Classification(LabelProbabilities event, boolean unsure, LabelProbabilities running) implements Verdict {}
