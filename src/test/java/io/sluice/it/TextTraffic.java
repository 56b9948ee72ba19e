package io.sluice.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Random;

/** Texts of known and unknown words; a few are too long for the test bundle. */
final class TextTraffic extends Traffic {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> WORDS = List.of(
            "good", "bad", "Fine", "POOR", "day", "film", "not", "very", "the", "is", "!", "a", "schön", "猫", "😀",
            "سلام", "naïve", "...", "42");
    private static final List<String> MALFORMED = List.of(
            "",
            "null",
            "[1]",
            "{",
            "{\"text\":7}",
            "{\"text\":null}",
            "{\"text\":\"\"}",
            "{\"text\":\" \\u200b\\n\"}",
            "{\"text\":\"a\",\"text\":\"b\"}",
            "{\"other\":1}",
            "{\"timestamp\":\"yesterday\",\"text\":\"a\"}");

    TextTraffic(String topic, long seed) {
        super(topic, seed, MALFORMED);
    }

    @Override
    String event(Random random, long timestamp) {
        int words = random.nextInt(200) == 0 ? 2000 : 1 + random.nextInt(12);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextInt(5) == 0 ? ", " : " ");
        }
        return JSON.createObjectNode()
                .put("timestamp", timestamp)
                .put("text", text.toString())
                .toString();
    }
}
