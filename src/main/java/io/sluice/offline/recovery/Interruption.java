package io.sluice.offline.recovery;

/** What happens to an instance of a pipeline before it starts again. */
public enum Interruption {
    CLEAN_STOP("clean stop"),
    KILL("kill -9"),
    LOST_DISK("kill -9, lost disk");

    private final String title;

    Interruption(String title) {
        this.title = title;
    }

    /** Returns true if the instance must not end by itself. */
    public boolean isCrash() {
        return this != CLEAN_STOP;
    }

    /** Returns true if the states of the instance are gone. */
    public boolean losesDisk() {
        return this == LOST_DISK;
    }

    /** Returns the words of the table. */
    @Override
    public String toString() {
        return title;
    }
}
