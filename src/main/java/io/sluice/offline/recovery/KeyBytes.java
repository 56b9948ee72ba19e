package io.sluice.offline.recovery;

/**
 * What a key takes, in bytes.
 *
 * @param disk the files below the state directory after a clean stop, for one copy
 * @param changelog the changelog in the broker's log, for one replica, with one record a key
 */
public record KeyBytes(double disk, double changelog) {}
