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
 * Holds the running labels against the turns of moods.
 *
 * <p>The running label has turned when {@value #KEPT} texts in a row of an author have a label other than before; it
 * turned with the first of them. If the author is in that mood, this turn sees the mood's latest one, unless that was
 * seen already or there was none: then it is the way back from an error. Else it is a false turn. So a label that never
 * turns sees nothing, and one that follows every text makes false turns. The first label that is kept to is no turn.
 *
 * <p>Not for use by several threads.
 */
public final class TurnGroundTruth {
    static final int KEPT = 3;

    private final Map<String, Watch> watches = new HashMap<>();
    private final List<Long> texts = new ArrayList<>();
    private final List<Long> seconds = new ArrayList<>();
    private long missed;
    private long falseTurns;

    /**
     * Notes the running label after a text; an author's texts come in their order.
     *
     * @return the turn of the label that this text confirms, if any
     */
    public @Nullable LabelTurn score(Post post, Mood running) {
        return watches.computeIfAbsent(post.author(), author -> new Watch()).score(post, running);
    }

    public TurnReport report() {
        Collections.sort(texts);
        Collections.sort(seconds);
        long undecided = watches.values().stream().filter(Watch::isWaiting).count();
        long longest = texts.isEmpty() ? 0 : texts.get(texts.size() - 1);
        Duration time = texts.isEmpty() ? Duration.ZERO : Duration.ofSeconds((long) Medians.of(seconds));
        return new TurnReport(texts.size(), missed, undecided, falseTurns, Medians.of(texts), longest, time);
    }

    /** One author's label and mood. */
    private final class Watch {
        private @Nullable Turn unseen;
        private @Nullable Mood label;
        private @Nullable Mood candidate;
        private Instant since = Instant.EPOCH;
        private long sinceStep;
        private int kept;

        private boolean isWaiting() {
            return unseen != null;
        }

        private @Nullable LabelTurn score(Post post, Mood running) {
            if (post.turn() != null) {
                missed += unseen == null ? 0 : 1;
                unseen = post.turn();
            }
            count(post, running);
            if (kept < KEPT || running == label) {
                return null;
            }
            boolean first = label == null;
            label = running;
            return first ? null : judge(post, running);
        }

        private void count(Post post, Mood running) {
            if (running != candidate) {
                candidate = running;
                since = post.time();
                sinceStep = post.step();
                kept = 0;
            }
            kept++;
        }

        private LabelTurn judge(Post post, Mood running) {
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
