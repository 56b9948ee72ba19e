package io.sluice.offline.training.loop;

/** Receives the progress of a training. */
public interface TrainingListener {
    /** Receives one line of text for the user. */
    void say(String line);

    /**
     * Called when the training of a model begins.
     *
     * @param name the name of the training, such as "fold 1 of 5"
     * @param done the number of windows that an earlier run has done
     * @param windows the largest number of windows that the training can have
     */
    void begin(String name, long done, long windows);

    /** Called after each update of the weights, with the epoch, the number of epochs, and the loss of the window. */
    void window(int epoch, int epochs, double loss);

    /** Called when the training of a model ends, which may be before the last window. */
    void end();
}
