package io.sluice.offline.training.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a vocabulary as a Hugging Face {@code tokenizer.json}. The tokenizer normalizes a text (Unicode NFKC, lower
 * case, straight apostrophes), splits it into words and single marks, and applies WordPiece.
 */
final class TokenizerFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    /** The most characters of a word. A longer word, such as an address, is one unknown token. */
    private static final int MAX_WORD = 100;

    private TokenizerFile() {}

    /** Returns the bytes of the file. The same vocabulary gives the same bytes. */
    static byte[] bytes(WordPieces vocabulary) {
        ObjectNode file = JSON.createObjectNode().put("version", "1.0");
        file.putNull("truncation").putNull("padding");
        file.putArray("added_tokens"); // none, so "[PAD]" in a text is a word in brackets
        normalizer(file.putObject("normalizer"));
        preTokenizer(file.putObject("pre_tokenizer"));
        file.putNull("post_processor");
        file.putObject("decoder")
                .put("type", "WordPiece")
                .put("prefix", WordPieces.CONTINUATION)
                .put("cleanup", false);
        model(file.putObject("model"), vocabulary);
        return (file.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void normalizer(ObjectNode normalizer) {
        ArrayNode steps = normalizer.put("type", "Sequence").putArray("normalizers");
        steps.addObject().put("type", "NFKC");
        steps.addObject().put("type", "Lowercase");
        ObjectNode apostrophe = steps.addObject().put("type", "Replace");
        apostrophe.putObject("pattern").put("String", "’");
        apostrophe.put("content", "'");
    }

    private static void preTokenizer(ObjectNode preTokenizer) {
        preTokenizer
                .put("type", "Split")
                .put("behavior", "Removed")
                .put("invert", true)
                .putObject("pattern")
                .put("Regex", WordPieces.PATTERN);
    }

    private static void model(ObjectNode model, WordPieces vocabulary) {
        ObjectNode ids = model.put("type", "WordPiece")
                .put("unk_token", WordPieces.UNKNOWN)
                .put("continuing_subword_prefix", WordPieces.CONTINUATION)
                .put("max_input_chars_per_word", MAX_WORD)
                .putObject("vocab");
        List<String> pieces = vocabulary.pieces();
        for (int id = 0; id < pieces.size(); id++) {
            ids.put(pieces.get(id), id);
        }
    }
}
