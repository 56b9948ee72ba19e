package io.sluice.it;

import java.util.List;
import java.util.Random;

/** Clicks on known and unknown items, as strings and as integers. */
final class ItemTraffic extends Traffic {
    private static final List<String> MALFORMED = List.of(
            "",
            "null",
            "[1]",
            "{",
            "item-1",
            "{\"item\":7.5}",
            "{\"item\":null}",
            "{\"item\":\"\"}",
            "{\"item\":\" \\u200b\\n\"}",
            "{\"item\":[\"item-1\"]}",
            "{\"item\":\"item-1\",\"item\":\"item-2\"}",
            "{\"other\":1}",
            "{\"timestamp\":\"yesterday\",\"item\":\"item-1\"}");

    ItemTraffic(String topic, long seed) {
        super(topic, seed, MALFORMED);
    }

    @Override
    String event(Random random, long timestamp) {
        int id = 1 + random.nextInt(60);
        String item = random.nextInt(20) == 0 ? Integer.toString(id) : "\"item-" + id + "\"";
        return "{\"timestamp\":" + timestamp + ",\"item\":" + item + "}";
    }
}
