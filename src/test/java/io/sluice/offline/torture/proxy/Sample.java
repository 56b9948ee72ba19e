package io.sluice.offline.torture.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.StreamsGroupHeartbeatRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;

/** A request of each type that has faults. */
final class Sample {
    static final String CLIENT = "client-1";

    private static final short ACKS_OF_ALL = -1;
    private static final Uuid TOPIC = Uuid.fromString("HZR8A2o4Q7GnNvYzPcQbBg");

    private Sample() {}

    static RequestHeader header(ApiKeys type, int correlationId) {
        // Brokers alone send later versions of AddPartitionsToTxn.
        short version = type == ApiKeys.ADD_PARTITIONS_TO_TXN ? 3 : type.latestVersion();
        return new RequestHeader(type, version, CLIENT, correlationId);
    }

    /** Returns a request as it travels. */
    static byte[] bytes(ApiKeys type, int correlationId) {
        return bytes(header(type, correlationId), body(type));
    }

    static byte[] bytes(RequestHeader header, ApiMessage body) {
        return framed(RequestUtils.serialize(header.data(), header.headerVersion(), body, header.apiVersion()));
    }

    /** Returns records whose sender asks for no acknowledgement. */
    static byte[] unacknowledged(int correlationId) {
        return bytes(header(ApiKeys.PRODUCE, correlationId), produce((short) 0));
    }

    static byte[] framed(ByteBuffer content) {
        return ByteBuffer.allocate(Integer.BYTES + content.remaining())
                .putInt(content.remaining())
                .put(content)
                .array();
    }

    private static ApiMessage body(ApiKeys type) {
        return switch (type) {
            case END_TXN -> new EndTxnRequestData().setTransactionalId("t").setCommitted(true);
            case ADD_PARTITIONS_TO_TXN -> addPartitions();
            case TXN_OFFSET_COMMIT -> offsets();
            case PRODUCE -> produce(ACKS_OF_ALL);
            case FETCH -> new FetchRequestData();
            case HEARTBEAT -> new HeartbeatRequestData().setGroupId("g").setMemberId("m");
            case FIND_COORDINATOR -> new FindCoordinatorRequestData().setCoordinatorKeys(List.of("t"));
            case STREAMS_GROUP_HEARTBEAT -> new StreamsGroupHeartbeatRequestData().setGroupId("g");
            case JOIN_GROUP -> new JoinGroupRequestData().setGroupId("g").setProtocolType("consumer");
            case SYNC_GROUP -> new SyncGroupRequestData().setGroupId("g");
            case OFFSET_FETCH ->
                new OffsetFetchRequestData()
                        .setGroups(List.of(
                                new OffsetFetchRequestGroup().setGroupId("g").setTopics(null)));
            case INIT_PRODUCER_ID -> new InitProducerIdRequestData().setTransactionalId("t");
            case ADD_OFFSETS_TO_TXN ->
                new AddOffsetsToTxnRequestData().setTransactionalId("t").setGroupId("g");
            default -> throw new IllegalArgumentException("no sample of " + type);
        };
    }

    private static AddPartitionsToTxnRequestData addPartitions() {
        AddPartitionsToTxnTopicCollection topics = new AddPartitionsToTxnTopicCollection();
        topics.add(new AddPartitionsToTxnTopic().setName("out").setPartitions(List.of(0, 1)));
        return new AddPartitionsToTxnRequestData()
                .setV3AndBelowTransactionalId("t")
                .setV3AndBelowTopics(topics);
    }

    private static TxnOffsetCommitRequestData offsets() {
        TxnOffsetCommitRequestTopic topic = new TxnOffsetCommitRequestTopic()
                .setName("in")
                .setTopicId(TOPIC)
                .setPartitions(List.of(new TxnOffsetCommitRequestPartition().setCommittedOffset(5)));
        return new TxnOffsetCommitRequestData()
                .setTransactionalId("t")
                .setGroupId("g")
                .setTopics(List.of(topic));
    }

    private static ProduceRequestData produce(short acks) {
        MemoryRecords records =
                MemoryRecords.withRecords(Compression.NONE, new SimpleRecord("value".getBytes(StandardCharsets.UTF_8)));
        TopicProduceDataCollection topics = new TopicProduceDataCollection();
        topics.add(new TopicProduceData()
                .setName("out")
                .setTopicId(TOPIC)
                .setPartitionData(List.of(new PartitionProduceData().setRecords(records))));
        return new ProduceRequestData().setAcks(acks).setTimeoutMs(1000).setTopicData(topics);
    }
}
