package io.sluice.simulation;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** The records of a schedule, in the order in which producers append them. */
final class Traffic {
    private static final long BEGIN = 1_772_366_400_000L;
    private static final List<String> KEYS = List.of("hot", "a", "b", "ключ", "d", "e", "f", "g", "h", "i", "j", "k");

    private final Dice dice;
    private final World world;
    private final List<InputLog> logs = new ArrayList<>();
    private final List<InputLog> order = new ArrayList<>();
    private long now = BEGIN;
    private int appended;

    /** A value that is no event, and the reason of its dead letter. */
    private record Broken(String value, String reason) {}

    private static final List<Broken> BROKEN = List.of(
            new Broken("", "empty"),
            new Broken("null", "json-null"),
            new Broken("[]", "not-an-object"),
            new Broken("{", "not-json"),
            new Broken("{\"a\":1} x", "not-json"),
            new Broken("{\"a\":\"1\"}", "bad-channel"),
            new Broken("{\"a\":1e99}", "bad-channel"),
            new Broken("{\"a\":1,\"a\":2}", "duplicate-field"),
            new Broken("{\"other\":1}", "no-channel"),
            new Broken("{\"timestamp\":\"yesterday\",\"a\":1}", "bad-timestamp"));

    Traffic(World world, Dice dice) {
        this.dice = dice;
        this.world = world;
        for (String topic : World.TOPICS.subList(0, world.topics())) {
            for (int partition = 0; partition < world.partitions(); partition++) {
                logs.add(new InputLog(new TopicPartition(topic, partition)));
            }
        }
        for (int i = 0; i < world.records(); i++) {
            plan();
        }
    }

    private void plan() {
        int key = dice.chance(45) ? 0 : dice.below(world.keys());
        int partition = dice.chance(90) ? key % world.partitions() : dice.below(world.partitions());
        InputLog log = logs.get(dice.below(world.topics()) * world.partitions() + partition);
        now += advance();
        long timestamp = dice.chance(1) ? -1 : now;
        long offset = log.nextOffset(dice.chance(4) ? dice.between(1, 3) : 0);
        log.plan(message(new Message.Place(log.partition(), offset, timestamp), KEYS.get(key)));
        order.add(log);
    }

    /** Many records have the time of the one before. Some come late, and after some the stream pauses. */
    private long advance() {
        int kind = dice.below(40);
        if (kind < 18) {
            return 0;
        }
        return kind < 36 ? dice.between(1, 15) : kind < 38 ? dice.between(50, 150) : -dice.between(1, 100);
    }

    private Message message(Message.Place place, String key) {
        int kind = dice.below(100);
        if (kind < 90) {
            return Message.event(place, key, reading(kind));
        }
        if (kind < 92) {
            return Message.deletion(place, key);
        }
        if (kind < 93) {
            return Message.rejected(place, null, "{\"a\":1}", "no-key");
        }
        Broken broken = dice.oneOf(BROKEN);
        return Message.rejected(place, key, broken.value(), broken.reason());
    }

    private Message.Reading reading(int kind) {
        float b = dice.chance(20) ? Float.NaN : dice.between(-24, 24) / 8f;
        return new Message.Reading(a(b), b, kind < 30 ? -1 : now + dice.between(-200, 200), kind >= 88);
    }

    /** Most readings are small, so that a large one is an anomaly. A few are too large for the model. */
    private float a(float b) {
        int kind = dice.below(100);
        if (kind < 3 && !Float.isNaN(b)) {
            return Float.NaN;
        }
        if (kind < 6) {
            return dice.oneOf(-1, 1) * (SimulatedModel.LARGEST + 0.125f);
        }
        return kind < 20 ? dice.between(-22, 22) / 8f : dice.between(-4, 4) / 8f;
    }

    List<InputLog> logs() {
        return logs;
    }

    /** Appends the next records, at most so many. */
    void append(int records) {
        for (int i = 0; i < records && appended < order.size(); i++) {
            order.get(appended).append();
            appended++;
        }
    }
}
