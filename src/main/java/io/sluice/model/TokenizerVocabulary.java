package io.sluice.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/** Reads the vocabulary of a {@code tokenizer.json} without the library that runs it. */
final class TokenizerVocabulary {
    private TokenizerVocabulary() {}

    /**
     * Returns the largest id of a tokenizer.
     *
     * <p>WordLevel, WordPiece and BPE map tokens to ids in {@code model.vocab}. Unigram lists its tokens there in the
     * order of their ids. {@code added_tokens} holds further tokens.
     *
     * @throws BundleException if there is no vocabulary
     */
    static long largestId(byte[] json, String file) {
        JsonNode tokenizer = BundleJson.read(json, file, JsonNode.class);
        JsonNode vocabulary = tokenizer.at("/model/vocab");
        long largest = -1;
        if (vocabulary.isArray()) {
            largest = vocabulary.size() - 1L;
        } else {
            for (JsonNode id : vocabulary) {
                largest = Math.max(largest, id.asLong());
            }
        }
        for (JsonNode added : tokenizer.path("added_tokens")) {
            largest = Math.max(largest, added.path("id").asLong());
        }
        if (largest < 0) {
            throw new BundleException(
                    file + " has no vocabulary at /model/vocab; give a tokenizer.json that Hugging Face's"
                            + " tokenizers wrote");
        }
        return largest;
    }

    /**
     * Returns the id of the token for unknown words, which {@code model.unk_token} names; a Unigram has its id in
     * {@code model.unk_id}.
     */
    static OptionalLong unknownId(byte[] json, String file) {
        JsonNode model = BundleJson.read(json, file, JsonNode.class).path("model");
        JsonNode id = model.path("unk_id").isNumber()
                ? model.path("unk_id")
                : model.path("vocab").path(model.path("unk_token").asText());
        return id.isNumber() ? OptionalLong.of(id.asLong()) : OptionalLong.empty();
    }
}
