package io.sluice.live;

import io.sluice.engine.InputRecord;
import io.sluice.engine.Outcome;
import io.sluice.event.Event;
import io.sluice.event.TextEvent;
import io.sluice.format.EventFormat;
import io.sluice.live.WhatIf.Question;
import io.sluice.score.Incident;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * An event that took effect: what came, and its prediction. Of the record, only what a second reading needs is kept.
 */
public final class LiveEvent {
    /** The approximate number of bytes of an event beside its value, key, text, headers and prediction. */
    private static final int OVERHEAD = 550;

    private final TopicPartition partition;
    private final long offset;
    private final Question question;
    private final String key;
    private final Event event;
    private final byte[] prediction;
    private final Headline headline;
    private final @Nullable Incident incident;
    private final long step;
    private final long appliedAt;
    private final int bytes;

    /**
     * Takes an event when it takes effect.
     *
     * @param format the format of the pipeline's events
     * @param appliedAt the present time in milliseconds since the epoch
     */
    LiveEvent(InputRecord record, Outcome.Scored scored, EventFormat format, long appliedAt) {
        byte[] value = Objects.requireNonNull(record.value(), "a scored record has a value");
        Headers headers = described(record.headers(), format);
        this.partition = record.partition();
        this.offset = record.offset();
        this.question = new Question(value, record.timestamp(), headers);
        this.key = scored.key();
        this.event = scored.event();
        this.prediction = scored.prediction();
        this.headline = Headline.of(scored.verdict());
        this.incident = scored.incident();
        this.step = scored.state().steps();
        this.appliedAt = appliedAt;
        this.bytes = OVERHEAD + value.length + 2 * key.length() + textBytes(event) + size(headers) + prediction.length;
    }

    /** Copies the headers that say how the value is to be read; others may be large, and nobody reads them. */
    private static Headers described(Headers headers, EventFormat format) {
        Headers kept = new RecordHeaders();
        for (Header header : headers) {
            if (format.describesValue(header.key())) {
                kept.add(new RecordHeader(header.key(), header.value()));
            }
        }
        return kept;
    }

    private static int size(Headers headers) {
        int size = 0;
        for (Header header : headers) {
            size += 2 * header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }

    private static int textBytes(Event event) {
        return event instanceof TextEvent words ? 2 * words.text().length() : 0;
    }

    /** Returns the event as a question to the model. A header that asked to reset the key is not part of it. */
    public Question question() {
        return question;
    }

    /** Returns true if this event has taken effect a second time with another one, or came before it. */
    boolean isRepeatedBy(LiveEvent other) {
        return partition.equals(other.partition) && offset >= other.offset;
    }

    /** Returns the number of the partition that the event came from. */
    int partition() {
        return partition.partition();
    }

    public String key() {
        return key;
    }

    public Event event() {
        return event;
    }

    /** Returns the prediction as JSON. */
    public byte[] prediction() {
        return prediction;
    }

    /** Returns the prediction in one number or word. */
    public Headline headline() {
        return headline;
    }

    /** Returns the incident that this event opens, belongs to or closes; null without one. */
    public @Nullable Incident incident() {
        return incident;
    }

    /** Returns true if an incident is open after this event. */
    public boolean isAlert() {
        return incident != null && incident.phase() != Incident.Phase.CLOSED;
    }

    /** Returns true if an incident opens or closes with this event. */
    public boolean changesIncident() {
        return incident != null && incident.phase() != Incident.Phase.ONGOING;
    }

    /** Returns the step of the key, from 1. */
    public long step() {
        return step;
    }

    /** Returns the time at which the event took effect, in milliseconds since the epoch. */
    public long appliedAt() {
        return appliedAt;
    }

    /** Returns the approximate number of bytes that the event keeps in memory. */
    int bytes() {
        return bytes;
    }
}
