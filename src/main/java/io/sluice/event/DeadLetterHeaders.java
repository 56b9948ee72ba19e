package io.sluice.event;

/** The names of the headers of a dead letter. */
public final class DeadLetterHeaders {
    /** The code of its {@link DeadLetterReason}. */
    public static final String REASON = "sluice.reason";

    /** One sentence that says what was found. */
    public static final String DETAIL = "sluice.detail";

    /** The topic that the record came from. */
    public static final String SOURCE_TOPIC = "sluice.source.topic";

    /** The partition that the record came from. */
    public static final String SOURCE_PARTITION = "sluice.source.partition";

    /** The offset that the record came from. */
    public static final String SOURCE_OFFSET = "sluice.source.offset";

    /** Only if the value was too large for the topic and was cut: its size in bytes. */
    public static final String TRUNCATED = "sluice.truncated";

    /**
     * The number of times that a record was sent back to its topic. Unlike the others, it is a header of the event, so
     * it comes back with the next dead letter of the record.
     */
    public static final String REDRIVEN = "sluice-redriven";

    private DeadLetterHeaders() {}
}
