package io.sluice.offline.recovery;

/**
 * How long a pipeline took to recover. All times are in seconds. They count from the signal that ended an instance, but
 * for that of the copies.
 *
 * @param ready until the instance that serves the partitions said that it is ready, and remained so
 * @param first until the first prediction of an event that was sent after the end of the instance
 * @param all until the last prediction of these events, which all partitions have
 * @param restored the number of records that were read from the changelog before events were processed
 * @param copies from the start of the replaced instance until all copies of its states are complete; not a number
 *     without standbys
 */
public record RecoveryTime(
        Interruption interruption, double ready, double first, double all, long restored, double copies) {}
