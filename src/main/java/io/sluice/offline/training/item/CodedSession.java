package io.sluice.offline.training.item;

/** The ids of a session's clicks, and whether the {@link NextItemRules} were counted over it. */
final class CodedSession {
    private final int[] clicks;
    private final boolean counted;

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

    /** Whether the item clicked at {@code index} is one to predict: not the first, and known. */
    boolean isTarget(int index) {
        return index > 0 && index < clicks.length && clicks[index] != 0;
    }

    NextItemRules.Judge judge(NextItemRules rules) {
        return rules.judge(clicks, counted);
    }
}
