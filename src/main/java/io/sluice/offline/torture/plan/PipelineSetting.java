package io.sluice.offline.torture.plan;

/**
 * The settings of a pipeline that a scenario draws.
 *
 * @param store the kind of state store: rocksdb or memory
 * @param standbys the number of standby replicas of each state
 * @param keyInEvent whether events hold their key, so that the pipeline repartitions them
 * @param inputs the number of input topics
 * @param groupProtocol the group protocol: classic or streams
 */
public record PipelineSetting(
        Workload workload, String store, int standbys, boolean keyInEvent, int inputs, String groupProtocol) {
    public static final String CLASSIC = "classic";
    public static final String STREAMS = "streams";

    public PipelineSetting {
        if (standbys < 0 || inputs < 1) {
            throw new IllegalArgumentException(
                    "a pipeline needs at least 1 input and 0 standbys, not " + inputs + " and " + standbys);
        }
    }

    /** Returns true if several partitions of the input decide together on the order of records and on stream time. */
    public boolean mixesPartitions() {
        return keyInEvent || inputs > 1;
    }

    /** Returns true if the pipeline's members are in a group of the protocol of Kafka Streams. */
    public boolean hasStreamsGroup() {
        return groupProtocol.equals(STREAMS);
    }

    /** Describes the settings in a few words. */
    @Override
    public String toString() {
        return workload.bundle() + ", " + store + ", standbys " + standbys + (keyInEvent ? ", repartitioned" : "")
                + ", inputs " + inputs + ", " + groupProtocol + " group";
    }
}
