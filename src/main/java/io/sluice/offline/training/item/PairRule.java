package io.sluice.offline.training.item;

/** A rule that selects and weights pairs of a session's clicks, from the clicked item to the item to rank. */
public enum PairRule {
    /** The next click alone, also if it is the same item again. */
    NEXT {
        @Override
        public void forEachPair(int[] session, Sink sink) {
            for (int i = 1; i < session.length; i++) {
                sink.add(session[i - 1], session[i], 1);
            }
        }
    },

    /** The following clicks up to a distance of {@value #MAX_DISTANCE}, weighted by 1 / distance (sequential rules). */
    FOLLOWING {
        @Override
        public void forEachPair(int[] session, Sink sink) {
            for (int i = 1; i < session.length; i++) {
                for (int distance = 1; distance <= Math.min(i, MAX_DISTANCE); distance++) {
                    sink.add(session[i - distance], session[i], 1.0 / distance);
                }
            }
        }
    },

    /** All other clicks of the session, before and after, with the weight 1. */
    TOGETHER {
        @Override
        public void forEachPair(int[] session, Sink sink) {
            for (int i = 0; i < session.length; i++) {
                for (int j = 0; j < session.length; j++) {
                    if (i != j) {
                        sink.add(session[i], session[j], 1);
                    }
                }
            }
        }
    };

    /** The largest distance of two clicks of a pair, as in the sequential rules of session-rec. */
    private static final int MAX_DISTANCE = 10;

    /** Receives pairs. */
    public interface Sink {
        void add(int from, int to, double weight);
    }

    /** Passes the pairs of a session to the sink. A pair that occurs twice is passed twice. */
    public abstract void forEachPair(int[] session, Sink sink);
}
