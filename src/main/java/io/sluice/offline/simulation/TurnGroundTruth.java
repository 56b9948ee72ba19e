package io.sluice.offline.simulation;

import io.sluice.offline.simulation.LabelTurn.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the running labels with the turns of moods.
 *
 * <p>The running label turns when {@value #CONFIRMING} successive texts of an author have a new label. The turn counts
 * from the first of these texts. If the author is in the mood of the new label, the turn sees the latest turn of the
 * mood. If that turn was seen already, or the mood never turned, the label only returns from an error. If the author is
 * in the other mood, the turn is false. A label that never turns therefore sees no turn, and a label that follows every
 * text makes false turns. An author's first confirmed label is not a turn.
 *
 * <p>Not safe for use by several threads.
 */
public final class TurnGroundTruth {
    static final int CONFIRMING = 3;

    private final Map<String, Watch> watches = new HashMap<>();
    private final List<Long> texts = new ArrayList<>();
    private final List<Long> seconds = new ArrayList<>();
    private long missed;
    private long falseTurns;

    /**
     * Records the running label after a text. An author's texts must come in order.
     *
     * @return the turn of the label that this text confirms, or null where it confirms none
     */
    public @Nullable LabelTurn score(Post post, Mood running) {
        return watches.computeIfAbsent(post.author(), author -> new Watch()).score(post, running);
    }

    /** Returns the results so far. */
    public TurnReport report() {
        Collections.sort(texts);
        Collections.sort(seconds);
        long undecided = watches.values().stream().filter(Watch::isWaiting).count();
        long longest = texts.isEmpty() ? 0 : texts.get(texts.size() - 1);
        Duration time = texts.isEmpty() ? Duration.ZERO : Duration.ofSeconds((long) Median.of(seconds));
        return new TurnReport(texts.size(), missed, undecided, falseTurns, Median.of(texts), longest, time);
    }

    /** The label and the mood of one author. */
    private final class Watch {
        private @Nullable Turn unseen;
        private @Nullable Mood label;
        private @Nullable Mood candidate;
        private Instant since = Instant.EPOCH;
        private long sinceStep;
        private int run;

        private boolean isWaiting() {
            return unseen != null;
        }

        private @Nullable LabelTurn score(Post post, Mood running) {
            if (post.turn() != null) {
                missed += unseen == null ? 0 : 1;
                unseen = post.turn();
            }
            count(post, running);
            if (run < CONFIRMING || running == label) {
                return null;
            }
            boolean first = label == null;
            label = running;
            return first ? null : turn(post, running);
        }

        private void count(Post post, Mood running) {
            if (running != candidate) {
                candidate = running;
                since = post.time();
                sinceStep = post.step();
                run = 0;
            }
            run++;
        }

        private LabelTurn turn(Post post, Mood running) {
            if (running != post.mood()) {
                falseTurns++;
                return new LabelTurn(Kind.FALSE, running, 0);
            }
            Turn turn = unseen;
            if (turn == null) {
                return new LabelTurn(Kind.BACK, running, 0);
            }
            unseen = null;
            long delay = Math.max(0, sinceStep - turn.step());
            texts.add(delay);
            seconds.add(Math.max(0, Duration.between(turn.time(), since).toSeconds()));
            return new LabelTurn(Kind.SEEN, running, delay);
        }
    }
}
