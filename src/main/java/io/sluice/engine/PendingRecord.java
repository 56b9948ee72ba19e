package io.sluice.engine;

import io.sluice.Internal;
import io.sluice.event.Event;
import io.sluice.feature.Tokens;
import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import io.sluice.state.Resumption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record whose outcome is computed before its turn, and what that outcome assumes. */
@Internal
public final class PendingRecord {
    private final InputRecord arrival;
    private final long streamTime;
    private final @Nullable Event event;
    private final boolean reset;

    private @Nullable PendingKey chain;
    private @Nullable PendingRecord previous;
    private @Nullable KeyState before;
    private boolean expired;
    private Resumption resumption = Resumption.FRESH;
    private @Nullable Tokens tokens;
    private boolean ofUnknownItem;
    private @Nullable Outcome outcome;

    /**
     * A record that waits for its outcome.
     *
     * @param streamTime the task's stream time when the record's turn comes, as far as can be told now
     * @param event null where the record deletes its key or was rejected
     * @param reset whether the key is to start anew with this event
     */
    PendingRecord(InputRecord arrival, long streamTime, @Nullable Event event, boolean reset) {
        this.arrival = arrival;
        this.streamTime = streamTime;
        this.event = event;
        this.reset = reset;
    }

    InputRecord arrival() {
        return arrival;
    }

    @Nullable
    Event event() {
        return event;
    }

    /** The event of a record that is scored. */
    Event scored() {
        return Objects.requireNonNull(event, "a record without an event is not scored");
    }

    /** The tokens of an event that is a text. */
    Tokens tokens() {
        return Objects.requireNonNull(tokens, "a text was stepped before it was tokenized");
    }

    void tokens(Tokens tokens) {
        this.tokens = tokens;
    }

    /** How many tokens of the text the model did not see. */
    public int cutOff() {
        return tokens == null ? 0 : tokens.cutOff();
    }

    /** Whether the event's item is not in the model's vocabulary. */
    public boolean isOfUnknownItem() {
        return ofUnknownItem;
    }

    void markUnknownItem() {
        ofUnknownItem = true;
    }

    @Nullable
    PendingKey chain() {
        return chain;
    }

    @Nullable
    PendingRecord previous() {
        return previous;
    }

    void standOn(PendingKey chain, @Nullable PendingRecord previous) {
        this.chain = chain;
        this.previous = previous;
    }

    /** Decides, from the state that the chain has come to, what the step feeds on. */
    Resumption resume(ResumePolicy policy, @Nullable KeyState tail) {
        end(policy, tail);
        resumption = policy.decide(before, reset, streamTime);
        return resumption;
    }

    /** Of a record that deletes its key: the state that it ends. */
    void end(ResumePolicy policy, @Nullable KeyState tail) {
        before = tail;
        expired = isExpired(policy, streamTime);
    }

    private boolean isExpired(ResumePolicy policy, long streamTimeThen) {
        return before != null && policy.isExpired(before, streamTimeThen);
    }

    Resumption resumption() {
        return resumption;
    }

    /** The state that the step feeds on; null where the key starts. */
    @Nullable
    KeyState resumed() {
        return resumption.continues() ? before : null;
    }

    /** The state that the key has had and does not go on from; null where there is none. */
    @Nullable
    KeyState left() {
        return resumption.continues() ? null : before;
    }

    /** Whether that state had expired by itself. */
    boolean leftExpired() {
        return expired;
    }

    void conclude(Outcome outcome) {
        this.outcome = outcome;
    }

    public Outcome outcome() {
        return Objects.requireNonNull(outcome, "a record was taken before its round");
    }

    /** Whether the outcome is what stepping now would give. */
    boolean holds(long timestamp, long streamTimeNow, ResumePolicy policy) {
        if (timestamp != arrival.timestamp()) {
            return false;
        }
        if (chain == null) {
            return true;
        }
        boolean sameStart = event == null || policy.decide(before, reset, streamTimeNow) == resumption;
        return sameStart && isExpired(policy, streamTimeNow) == expired && chain.leadsTo(this);
    }
}
