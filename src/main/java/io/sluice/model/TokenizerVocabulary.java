package io.sluice.model;

import com.fasterxml.jackson.databind.JsonNode;

/** What can be said of a {@code tokenizer.json} without the library that runs it. */
final class TokenizerVocabulary {
    private TokenizerVocabulary() {}

    /**
     * The largest id that a tokenizer gives.
     *
     * <p>WordLevel, WordPiece and BPE map tokens to ids in {@code model.vocab}, Unigram lists them there in the ids'
     * order; {@code added_tokens} names further ones.
     *
     * @throws BundleException where there is no vocabulary
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
                    file + " has no vocabulary at /model/vocab; it must be a tokenizer.json as Hugging"
                            + " Face's tokenizers write it");
        }
        return largest;
    }
}
