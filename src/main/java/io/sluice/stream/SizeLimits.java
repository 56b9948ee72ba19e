package io.sluice.stream;

import io.sluice.config.SluiceConfig;

/**
 * The largest records that the pipeline sends, in bytes with their batch: the producer's limit or the limit of the
 * topic, whichever is smaller.
 *
 * @param output predictions, alerts and states
 * @param deadLetters dead letters
 * @param repartition events on their way to the repartition topic
 */
record SizeLimits(int output, int deadLetters, int repartition) {
    /** Returns the limits where topics take as much as the producer sends. */
    static SizeLimits of(SluiceConfig config) {
        return new SizeLimits(config.maxRecordBytes(), config.maxRequestBytes(), config.maxRequestBytes());
    }

    SizeLimits withOutputTopic(int maxMessageBytes) {
        return new SizeLimits(Math.min(output, maxMessageBytes), deadLetters, repartition);
    }

    SizeLimits withDeadLetterTopic(int maxMessageBytes) {
        return new SizeLimits(output, Math.min(deadLetters, maxMessageBytes), repartition);
    }

    SizeLimits withRepartitionTopic(int maxMessageBytes) {
        return new SizeLimits(output, deadLetters, Math.min(repartition, maxMessageBytes));
    }
}
