package io.sluice.stream;

/**
 * The record times that every topic of the pipeline accepts, as distances from the wall clock.
 *
 * <p>A broker refuses a record whose timestamp is too far from its clock ({@code message.timestamp.after.max.ms},
 * {@code message.timestamp.before.max.ms}). Predictions, alerts, dead letters, states and repartitioned events carry
 * the timestamp of their record. So one record that an input topic accepted could stop the pipeline at each start. The
 * bounds are half of what the topics accept: the other half is room for clocks that differ and for slow sends.
 *
 * @param pastMillis the largest distance of a time in the past, in milliseconds
 * @param futureMillis the largest distance of a time in the future, in milliseconds
 */
record TimestampBounds(long pastMillis, long futureMillis) {
    /** The bounds of topics that accept any time. */
    static final TimestampBounds NONE = new TimestampBounds(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Returns the bounds if records also go to a topic that accepts times up to these distances. */
    TimestampBounds withTopic(long beforeMaxMillis, long afterMaxMillis) {
        return new TimestampBounds(
                Math.min(pastMillis, beforeMaxMillis / 2), Math.min(futureMillis, afterMaxMillis / 2));
    }

    /**
     * Returns the time nearest to a timestamp that all topics accept.
     *
     * @param timestamp milliseconds since the epoch, not negative
     * @param now the wall clock, in milliseconds since the epoch
     */
    long nearest(long timestamp, long now) {
        if (timestamp - now > futureMillis) {
            return now + futureMillis;
        }
        return now - timestamp > pastMillis ? now - pastMillis : timestamp;
    }
}
