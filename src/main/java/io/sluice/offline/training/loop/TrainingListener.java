package io.sluice.offline.training.loop;

/** Is told how a training goes on. */
public interface TrainingListener {
    /** One line. */
    void say(String line);

    /**
     * A model begins to train.
     *
     * @param name what it is trained on, for people
     * @param done windows that an earlier process did
     * @param windows all of them, at most
     */
    void begin(String name, long done, long windows);

    /** A window was learned: its loss, and where in the training it was. */
    void window(int epoch, int epochs, double loss);

    /** The model has ended its training, before all windows where it stopped early. */
    void end();
}
