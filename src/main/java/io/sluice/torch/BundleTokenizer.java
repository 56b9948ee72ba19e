package io.sluice.torch;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.sluice.feature.Tokenizer;
import io.sluice.feature.Tokens;
import io.sluice.model.BundleException;
import io.sluice.model.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer of a bundle: its {@code tokenizer.json}, run by Hugging Face's library through DJL. It is safe for many
 * threads. A cleaner frees its native memory.
 *
 * <p>Only the ids of an encoding are fetched: DJL's own methods also build a string, a span and six more numbers for
 * each token, which costs more than the tokenization. Texts are encoded one by one: the library's call for a batch
 * spreads over all cores but saves no work, and it aborts the process if it refuses a text (DJL 0.35.1).
 */
public final class BundleTokenizer implements Tokenizer {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;
    private static final boolean WITH_SPECIAL_TOKENS = true;

    private final HuggingFaceTokenizer tokenizer;

    private BundleTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        CLEANER.register(this, tokenizer::close);
    }

    /**
     * Reads a tokenizer that cuts texts to {@code length} tokens, including special tokens, and does not pad.
     *
     * @param json the bytes of a {@code tokenizer.json}
     * @throws BundleException if the library cannot read it
     * @throws EngineException if the library cannot be loaded
     */
    public static BundleTokenizer open(InputStream json, int length) {
        TorchEngine.configure();
        String tokens = Integer.toString(length);
        Map<String, String> options = Map.of(
                "truncation", "true",
                "maxLength", tokens,
                "modelMaxLength", tokens,
                "stride", "0",
                "padding", "false");
        try {
            return new BundleTokenizer(HuggingFaceTokenizer.newInstance(json, options));
        } catch (ai.djl.engine.EngineException e) {
            throw new EngineException(
                    "the tokenizer library cannot be loaded: " + TorchEngine.reason(e)
                            + "; it is unpacked into the folder DJL_CACHE_DIR, which must be writable",
                    e);
        } catch (IOException | RuntimeException e) {
            throw new BundleException("the tokenizer cannot be read: " + TorchEngine.reason(e), e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws EngineException if the library refuses a text, for example because a word is unknown and there is no
     *     token for unknown words
     */
    @Override
    public List<Tokens> tokenize(List<String> texts) {
        return texts.stream().map(this::tokens).toList();
    }

    private Tokens tokens(String text) {
        long encoding = encode(text);
        long[] ids = LIBRARY.getTokenIds(encoding);
        int cutOff = LIBRARY.getOverflowCount(encoding) == 0 ? 0 : cutOff(encoding);
        LIBRARY.deleteEncoding(encoding);
        return new Tokens(ids, cutOff);
    }

    /**
     * A token of a text, for people.
     *
     * @param token the token as the vocabulary spells it
     * @param source the part of the text that it stands for; empty for a special token
     */
    public record Piece(long id, String token, String source) {}

    /**
     * Returns the tokens of a text that are kept.
     *
     * @param text a text without halves of surrogate pairs
     */
    public List<Piece> pieces(String text) {
        long encoding = encode(text);
        long[] ids = LIBRARY.getTokenIds(encoding);
        String[] tokens = LIBRARY.getTokens(encoding);
        CharSpan[] spans = LIBRARY.getTokenCharSpans(encoding);
        LIBRARY.deleteEncoding(encoding);
        return IntStream.range(0, ids.length)
                .mapToObj(i -> new Piece(ids[i], tokens[i], source(text, spans[i])))
                .toList();
    }

    /** Returns the part of a text at a span, which counts code points. */
    private static String source(String text, @Nullable CharSpan span) {
        int length = text.codePointCount(0, text.length());
        if (span == null || span.getStart() >= span.getEnd() || span.getEnd() > length) {
            return "";
        }
        int start = text.offsetByCodePoints(0, span.getStart());
        return text.substring(start, text.offsetByCodePoints(start, span.getEnd() - span.getStart()));
    }

    private long encode(String text) {
        try {
            return LIBRARY.encode(tokenizer.getHandle(), text, WITH_SPECIAL_TOKENS);
        } catch (RuntimeException e) {
            throw new EngineException("the tokenizer refuses a text: " + TorchEngine.reason(e), e);
        } finally {
            Reference.reachabilityFence(this); // else the cleaner may free the tokenizer during the call
        }
    }

    /** Counts the tokens beyond the length. They come in further encodings, each with its own special tokens. */
    private static int cutOff(long encoding) {
        int count = 0;
        for (long rest : LIBRARY.getOverflowing(encoding)) {
            for (long special : LIBRARY.getSpecialTokenMask(rest)) {
                count += special == 0 ? 1 : 0;
            }
            LIBRARY.deleteEncoding(rest);
        }
        return count;
    }
}
