package io.sluice.offline.recovery;

import io.sluice.offline.DurationText;
import java.util.Locale;
import java.util.Optional;

/**
 * What a measurement needs, estimated on the safe side.
 *
 * @param stateBytes the bytes of a state
 * @param channels the number of channels of an event
 */
public record Needs(RecoveryPlan plan, int stateBytes, int channels) {
    private static final long MEBIBYTE = 1 << 20;
    private static final double GIGABYTE = 1e9;

    /** The bytes of a key, and of what Kafka and the stores add to a record. */
    private static final long KEY = 80;

    private static final long READING = 25;
    private static final long PREDICTION = 600;

    /** RocksDB keeps old versions until its compaction. */
    private static final long COPIES_ON_DISK = 3;

    /** The object headers, the map and the garbage that a state in memory adds. */
    private static final long KEY_ON_HEAP = 300;

    /** The smallest speeds that were seen on two busy cores. */
    private static final double EVENTS_A_SECOND = 3_000;

    private static final double RESTORED_A_SECOND = 30_000;
    private static final double RESTART_SECONDS = 40;

    /** Returns the bytes of the folder for temporary files. A pipeline's files are deleted before the next one. */
    public long diskBytes() {
        long most = plan.standbys().stream().mapToInt(count -> count).max().orElse(0);
        long broker = KEY + READING * channels + PREDICTION + KEY + stateBytes + KEY;
        long states = COPIES_ON_DISK * (stateBytes + KEY) * (1 + most);
        return plan.keys() * (broker + states) + 256 * MEBIBYTE;
    }

    /** Returns the heap of an instance, in MiB. It may have to hold all states. */
    public long heapMebibytes() {
        return 512 + plan.keys() * (stateBytes + KEY_ON_HEAP) / MEBIBYTE;
    }

    private double seconds() {
        double fill = plan.keys() / EVENTS_A_SECOND;
        double restarts = Interruption.values().length * (RESTART_SECONDS + 2 * plan.keys() / RESTORED_A_SECOND);
        return plan.pipelines().size() * (fill + restarts);
    }

    /** Returns a line for people. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%,d keys with %,d bytes of state each; at most %.1f GB of disk, and about %s",
                plan.keys(),
                stateBytes,
                diskBytes() / GIGABYTE,
                DurationText.format(seconds()));
    }

    /**
     * Returns what is short, as a sentence; empty if there is enough.
     *
     * @param free the free bytes of the folder for temporary files
     */
    public Optional<String> shortage(long free, String folder) {
        return free >= diskBytes()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%,d keys need up to %.1f GB in %s, which has %.1f GB free; give fewer --keys, or set"
                                + " SLUICE_OPTS=-Djava.io.tmpdir=FOLDER",
                        plan.keys(),
                        diskBytes() / GIGABYTE,
                        folder,
                        free / GIGABYTE));
    }
}
