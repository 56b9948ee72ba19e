package io.sluice.offline.training.words;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * Writes a Hugging Face {@code tokenizer.json} whose tokens are letters, in lower case and without accents: a is 1 and
 * z is 26. Any other character is {@value #OTHER}.
 */
final class LetterTokenizer {
    private static final int OTHER = 27;
    private static final String UNKNOWN = "[UNK]";

    private LetterTokenizer() {}

    /** Returns the bytes of the file. */
    static byte[] bytes() {
        ObjectNode file = new ObjectMapper().createObjectNode().put("version", "1.0");
        file.putNull("truncation").putNull("padding");
        file.putArray("added_tokens");
        ArrayNode steps = file.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        steps.addObject().put("type", "NFD");
        steps.addObject().put("type", "StripAccents");
        steps.addObject().put("type", "Lowercase");
        file.putObject("pre_tokenizer")
                .put("type", "Split")
                .put("behavior", "Isolated")
                .put("invert", false)
                .putObject("pattern")
                .put("Regex", "[\\s\\S]");
        file.putNull("post_processor").putNull("decoder");
        ObjectNode ids = file.putObject("model")
                .put("type", "WordLevel")
                .put("unk_token", UNKNOWN)
                .putObject("vocab");
        ids.put("[PAD]", 0);
        for (char letter = 'a'; letter <= 'z'; letter++) {
            ids.put(String.valueOf(letter), letter - 'a' + 1);
        }
        ids.put(UNKNOWN, OTHER);
        return (file.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
