package io.sluice.score;

import io.sluice.event.Event;
import io.sluice.event.ItemEvent;
import io.sluice.model.EngineException;
import io.sluice.model.RankedOutput;
import io.sluice.model.Vocabulary;
import io.sluice.score.Ranking.RankedItem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the first k of the K items that the model ranks. The model ranks its whole vocabulary, so the result is exact.
 *
 * <p>With {@link SeenItems#MASK} it remembers the last K - k different items of the key, including the current one, and
 * leaves them out. At least k items always remain. Unknown items are never ranked, so they are not remembered.
 *
 * <p>Layout of the state with {@link SeenItems#MASK}, little-endian: K - k ids as int32, the latest first, then zeros.
 * With {@link SeenItems#KEEP} the state is empty.
 */
public final class RankingScorer implements Scorer {
    /** The largest number of remembered ids; a key's state has room for 64 KiB of scorer state. */
    private static final int MOST_SEEN = 16_000;

    private final int depth;
    private final int k;
    private final Vocabulary vocabulary;
    private final int[] seen;

    /**
     * Makes a scorer of a model's outputs.
     *
     * @param k the number of items in a ranking
     * @throws IllegalArgumentException if the model ranks fewer than {@code k} items, or too many to remember
     */
    public RankingScorer(RankedOutput output, Vocabulary vocabulary, int k, SeenItems seen) {
        this.depth = output.depth();
        this.k = k;
        this.vocabulary = vocabulary;
        if (k > depth) {
            throw new IllegalArgumentException(
                    "the model ranks " + depth + " items; the value must be at most " + depth);
        }
        this.seen = new int[seen == SeenItems.MASK ? depth - k : 0];
        if (this.seen.length > MOST_SEEN) {
            throw new IllegalArgumentException("the model ranks " + depth + " items, so each key would remember "
                    + this.seen.length + " items, and at most " + MOST_SEEN
                    + " are possible; the value must be at least "
                    + (depth - MOST_SEEN));
        }
    }

    @Override
    public String description() {
        return "ranking of the best " + k + " of " + vocabulary.size() + " items"
                + (seen.length > 0 ? ", without the last " + seen.length + " items of the key" : "");
    }

    @Override
    public int stateBytes() {
        return seen.length * Integer.BYTES;
    }

    @Override
    public int stateFormat() {
        return 1;
    }

    @Override
    public Ranking score(float[] y, long step, Event event, ByteBuffer state) {
        if (seen.length > 0) {
            read(state);
            remember(vocabulary.id(((ItemEvent) event).item()));
            write(state);
        }
        List<RankedItem> items = new ArrayList<>(k);
        for (int rank = 0; items.size() < k; rank++) {
            int id = (int) y[rank];
            String item = item(id);
            if (!isSeen(id)) {
                items.add(new RankedItem(item, (float) StrictMath.exp(y[depth + rank])));
            }
        }
        return new Ranking(items);
    }

    private void read(ByteBuffer state) {
        for (int i = 0; i < seen.length; i++) {
            seen[i] = state.getInt(i * Integer.BYTES);
        }
    }

    private void write(ByteBuffer state) {
        for (int i = 0; i < seen.length; i++) {
            state.putInt(i * Integer.BYTES, seen[i]);
        }
    }

    /** Moves an id to the front; a new id replaces the oldest one. */
    private void remember(int id) {
        if (id == Vocabulary.UNKNOWN) {
            return;
        }
        int moved = id;
        for (int i = 0; i < seen.length; i++) {
            int next = seen[i];
            seen[i] = moved;
            if (next == id) {
                return;
            }
            moved = next;
        }
    }

    private boolean isSeen(int id) {
        for (int other : seen) {
            if (other == id) {
                return true;
            }
        }
        return false;
    }

    private String item(int id) {
        if (id < 1 || id > vocabulary.size()) {
            throw new EngineException("the model ranks the id " + id + ", but its vocabulary has the ids 1 to "
                    + vocabulary.size() + "; model and vocabulary do not belong together");
        }
        return vocabulary.item(id);
    }
}
