package io.sluice.engine;

import io.sluice.format.EventFormat;
import io.sluice.format.EventSettings;
import io.sluice.format.LayoutSettings;
import io.sluice.score.ExplainedEvents;
import io.sluice.score.SeenItems;
import io.sluice.state.ResumePolicy;
import java.util.function.Consumer;

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
        return changed(copy -> copy.rawOutput = raw);
    }

    /** Returns these settings with other settings of how events are read. */
    public EngineSettings withEvents(EventSettings other) {
        return changed(copy -> copy.events = other);
    }

    /** Returns these settings with another limit of predictions and states. */
    public EngineSettings withMaxRecordBytes(int bytes) {
        return changed(copy -> copy.maxRecordBytes = bytes);
    }

    /**
     * Returns these settings for single questions about a key: each event is explained and carries its input row, no
     * key expires, and there are no alerts.
     *
     * @param format the format of the events of the questions
     */
    public EngineSettings forQuestions(EventFormat format) {
        return forQuestions(events.with(format));
    }

    /** Returns the settings for questions whose events have another layout. */
    public EngineSettings forQuestions(EventFormat format, LayoutSettings layout) {
        return forQuestions(events.with(format).with(layout));
    }

    private EngineSettings forQuestions(EventSettings asked) {
        return changed(copy -> {
            copy.events = asked;
            copy.rawOutput = true;
            copy.explained = ExplainedEvents.ALL;
            copy.alerts = false;
            copy.silenceMillis = 0;
            copy.repartitioned = false;
            copy.stateTtlMillis = 0;
        });
    }

    /** Returns these settings with rankings of k items. */
    public EngineSettings withRankings(int k, SeenItems seen) {
        return changed(copy -> {
            copy.rankingK = k;
            copy.seenItems = seen;
        });
    }

    private EngineSettings changed(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.settings();
    }

    /** Settings of which some are changed. */
    private static final class Copy {
        private final EngineSettings from;
        private EventSettings events;
        private boolean rawOutput;
        private ExplainedEvents explained;
        private boolean alerts;
        private long silenceMillis;
        private boolean repartitioned;
        private int maxRecordBytes;
        private long stateTtlMillis;
        private int rankingK;
        private SeenItems seenItems;

        private Copy(EngineSettings from) {
            this.from = from;
            this.events = from.events;
            this.rawOutput = from.rawOutput;
            this.explained = from.explained;
            this.alerts = from.alerts;
            this.silenceMillis = from.silenceMillis;
            this.repartitioned = from.repartitioned;
            this.maxRecordBytes = from.maxRecordBytes;
            this.stateTtlMillis = from.stateTtlMillis;
            this.rankingK = from.rankingK;
            this.seenItems = from.seenItems;
        }

        private EngineSettings settings() {
            return new EngineSettings(
                    events,
                    from.batchRows,
                    from.lookAheadMillis,
                    rawOutput,
                    explained,
                    alerts,
                    silenceMillis,
                    repartitioned,
                    maxRecordBytes,
                    stateTtlMillis,
                    from.stateMismatch,
                    rankingK,
                    seenItems);
        }
    }
}
