package io.sluice.offline.training.item;

/** Which pairs of a session's clicks count, and how much: from the item that was clicked to the one to rank. */
public enum PairRule {
    /** The next click, and no other: the item itself too, where it is clicked again. */
    NEXT {
        @Override
        public void forEachPair(int[] session, Sink sink) {
            for (int i = 1; i < session.length; i++) {
                sink.add(session[i - 1], session[i], 1);
            }
        }
    },

    /** Clicks that follow within {@value #FARTHEST}, as sequential rules count them: 1 / their distance. */
    FOLLOWING {
        @Override
        public void forEachPair(int[] session, Sink sink) {
            for (int i = 1; i < session.length; i++) {
                for (int distance = 1; distance <= Math.min(i, FARTHEST); distance++) {
                    sink.add(session[i - distance], session[i], 1.0 / distance);
                }
            }
        }
    },

    /** All other clicks of the session, before and after. */
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

    /** Beyond this distance a click says nothing of another (session-rec's sequential rules look as far). */
    private static final int FARTHEST = 10;

    /** Takes pairs. */
    public interface Sink {
        void add(int from, int to, double weight);
    }

    /** Gives the pairs of a session; one that occurs more than once is given as often. */
    public abstract void forEachPair(int[] session, Sink sink);
}
