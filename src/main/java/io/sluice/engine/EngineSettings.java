package io.sluice.engine;

import io.sluice.format.EventSettings;
import io.sluice.format.LayoutSettings;
import io.sluice.score.ExplainedEvents;
import io.sluice.score.SeenItems;
import io.sluice.state.ResumePolicy;

/**
 * The settings of an engine.
 *
 * @param events the settings of how events are read
 * @param batchRows the largest number of rows in one call of the model
 * @param lookAheadMillis the time that one record's turn may spend on stepping ahead, in milliseconds
 * @param rawOutput whether predictions carry the input row and the model's output
 * @param explained the events whose predictions and alerts say what deviated
 * @param alerts whether outcomes carry alerts
 * @param silenceMillis the time without events after which a key is silent, in milliseconds of stream time; 0 if no key
 *     is
 * @param repartitioned whether records come from Sluice's own repartition topic, whose headers name their origin
 * @param maxRecordBytes the largest prediction or state that is written, in bytes, its batch included
 * @param stateTtlMillis the time to live of a key's state in milliseconds of stream time; 0 for no limit
 * @param stateMismatch the treatment of a state that another model wrote
 * @param rankingK the number of items of a ranking
 * @param seenItems the treatment of items that a key has already had
 */
public record EngineSettings(
        EventSettings events,
        int batchRows,
        long lookAheadMillis,
        boolean rawOutput,
        ExplainedEvents explained,
        boolean alerts,
        long silenceMillis,
        boolean repartitioned,
        int maxRecordBytes,
        long stateTtlMillis,
        ResumePolicy.Mismatch stateMismatch,
        int rankingK,
        SeenItems seenItems) {
    private static final int MEBIBYTE = 1 << 20;
    private static final int LOOK_AHEAD_RECORDS = 1000;

    /** The settings of a pipeline whose properties leave everything to the defaults. */
    public static final EngineSettings DEFAULTS = new EngineSettings(
            EventSettings.DEFAULTS,
            512,
            50,
            false,
            ExplainedEvents.ALERTS,
            false,
            0,
            false,
            MEBIBYTE,
            0,
            ResumePolicy.Mismatch.RESET,
            20,
            SeenItems.KEEP);

    /**
     * Returns the largest number of records to read ahead: the number that Kafka Streams buffers of a partition by
     * default, or 1 if batching is off.
     */
    int lookAheadRecords() {
        return batchRows == 1 ? 1 : Math.max(batchRows, LOOK_AHEAD_RECORDS);
    }

    /** Returns these settings with or without input row and model output in predictions. */
    public EngineSettings withRawOutput(boolean raw) {
        return new EngineSettings(
                events,
                batchRows,
                lookAheadMillis,
                raw,
                explained,
                alerts,
                silenceMillis,
                repartitioned,
                maxRecordBytes,
                stateTtlMillis,
                stateMismatch,
                rankingK,
                seenItems);
    }

    /** Returns these settings with another layout of events. */
    public EngineSettings withLayout(LayoutSettings other) {
        return new EngineSettings(
                events.with(other),
                batchRows,
                lookAheadMillis,
                rawOutput,
                explained,
                alerts,
                silenceMillis,
                repartitioned,
                maxRecordBytes,
                stateTtlMillis,
                stateMismatch,
                rankingK,
                seenItems);
    }

    /** Returns these settings with another limit of predictions and states. */
    public EngineSettings withMaxRecordBytes(int bytes) {
        return new EngineSettings(
                events,
                batchRows,
                lookAheadMillis,
                rawOutput,
                explained,
                alerts,
                silenceMillis,
                repartitioned,
                bytes,
                stateTtlMillis,
                stateMismatch,
                rankingK,
                seenItems);
    }

    /** Returns these settings with rankings of k items. */
    public EngineSettings withRankings(int k, SeenItems seen) {
        return new EngineSettings(
                events,
                batchRows,
                lookAheadMillis,
                rawOutput,
                explained,
                alerts,
                silenceMillis,
                repartitioned,
                maxRecordBytes,
                stateTtlMillis,
                stateMismatch,
                k,
                seen);
    }
}
