package io.sluice.stream;

/**
 * The records that the topics of the pipeline accept.
 *
 * @param sizes the largest records
 * @param times the earliest and latest record times
 */
record TopicLimits(SizeLimits sizes, TimestampBounds times) {}
