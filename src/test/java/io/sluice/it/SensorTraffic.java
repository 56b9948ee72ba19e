package io.sluice.it;

import java.util.List;
import java.util.Random;

/** Readings of a channel a; two thirds of them also have a channel b. */
final class SensorTraffic extends Traffic {
    private static final List<String> MALFORMED = List.of(
            "",
            "null",
            "[1]",
            "{",
            "{\"a\":\"1\"}",
            "{\"a\":true}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1e99}",
            "{\"other\":1}",
            "{\"timestamp\":\"yesterday\",\"a\":1}");

    SensorTraffic(String topic, long seed) {
        super(topic, seed, MALFORMED);
    }

    @Override
    String event(Random random, long timestamp) {
        String b = random.nextInt(3) == 0 ? "null" : Float.toString((float) random.nextGaussian());
        return "{\"timestamp\":" + timestamp + ",\"a\":" + (float) random.nextGaussian() + ",\"b\":" + b + "}";
    }
}
