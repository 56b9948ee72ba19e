package io.sluice.offline.simulation;

import java.util.Random;

/** When an author's mood turns: each lasts for {@value #SHORTEST} to {@value #LONGEST} texts. */
final class MoodPlan {
    static final int SHORTEST = 15;
    static final int LONGEST = 45;

    private final Random random;
    private Mood mood;
    private long turnsWith;

    MoodPlan(Random random) {
        this.random = random;
        this.mood = random.nextBoolean() ? Mood.POSITIVE : Mood.NEGATIVE;
        this.turnsWith = 1L + length();
    }

    /** Whether the mood turns with this text; if so, it has. To be asked once for each step, in order. */
    boolean turnsWith(long step) {
        if (step != turnsWith) {
            return false;
        }
        mood = mood.other();
        turnsWith = step + length();
        return true;
    }

    Mood mood() {
        return mood;
    }

    private int length() {
        return SHORTEST + random.nextInt(LONGEST - SHORTEST + 1);
    }
}
