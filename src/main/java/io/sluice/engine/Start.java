package io.sluice.engine;

import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import io.sluice.state.Resumption;
import org.jspecify.annotations.Nullable;

/**
 * The state that a record finds, and the decision on it. An outcome that was computed ahead assumes this decision.
 *
 * @param before the key's state before the record; null if the key has none
 * @param expired whether that state has outlived the time to live
 * @param silent whether the key was silent for too long before the record
 * @param resumption how a scored event continues; null for a record that deletes its key
 */
record Start(
        @Nullable KeyState before,
        boolean expired,
        boolean silent,
        @Nullable Resumption resumption) {

    /** Decides for a request that meets a state at a stream time. */
    static Start of(Request.OfKey request, @Nullable KeyState before, long streamTime, ResumePolicy policy) {
        return new Start(
                before,
                before != null && policy.isExpired(before, streamTime),
                before != null && policy.isSilent(before, streamTime),
                request instanceof Request.Score score ? policy.decide(before, score.reset(), streamTime) : null);
    }

    /** Returns true if the same request would meet the same decision at another stream time. */
    boolean holds(Request.OfKey request, long streamTime, ResumePolicy policy) {
        Start now = of(request, before, streamTime, policy);
        return now.expired == expired && now.silent == silent && now.resumption == resumption;
    }

    /** Returns the state that the step continues; null if the key starts from nothing. */
    @Nullable
    KeyState resumed() {
        return continues() ? before : null;
    }

    /** Returns the state whose scorer part the key does not continue; null if there is no such state. */
    @Nullable
    KeyState abandoned() {
        return resumption != null && resumption.continuesScoring() ? null : before;
    }

    private boolean continues() {
        return resumption != null && resumption.continues();
    }
}
