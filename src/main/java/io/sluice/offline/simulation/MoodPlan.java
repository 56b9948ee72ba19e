package io.sluice.offline.simulation;

import java.util.Random;

/** The moods of an author over time. Each mood lasts for {@value #SHORTEST} to {@value #LONGEST} texts. */
final class MoodPlan {
    static final int SHORTEST = 15;
    static final int LONGEST = 45;

    private final Random random;
    private Mood mood;
    private long nextTurn;

    MoodPlan(Random random) {
        this.random = random;
        this.mood = random.nextBoolean() ? Mood.POSITIVE : Mood.NEGATIVE;
        this.nextTurn = 1L + length();
    }

    /** Turns the mood if its turn is due at this step. Call this once for each step, in order. */
    boolean turnAt(long step) {
        if (step != nextTurn) {
            return false;
        }
        mood = mood.other();
        nextTurn = step + length();
        return true;
    }

    /** Makes the mood turn at this step, or at the second one if the author has sent nothing yet. */
    void turnSoon(long step) {
        nextTurn = Math.max(2, step);
    }

    Mood mood() {
        return mood;
    }

    private int length() {
        return SHORTEST + random.nextInt(LONGEST - SHORTEST + 1);
    }
}
