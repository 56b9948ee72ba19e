package io.sluice.offline.training.item;

/** The item ids of a session's clicks. */
final class CodedSession {
    private final int[] clicks;
    private final boolean counted;

    /** @param counted true if the {@link NextItemRules} were counted over sessions with this one */
    CodedSession(int[] clicks, boolean counted) {
        this.clicks = clicks.clone();
        this.counted = counted;
    }

    int size() {
        return clicks.length;
    }

    int click(int index) {
        return clicks[index];
    }

    /** Returns true if the click at {@code index} is to be predicted: it is not the first, and its item is known. */
    boolean isTarget(int index) {
        return index > 0 && index < clicks.length && clicks[index] != 0;
    }

    /** Returns the rules as they would be without this session. */
    NextItemRules.WithoutSession withoutSession(NextItemRules rules) {
        return rules.without(clicks, counted);
    }
}
