package io.sluice.feature;

import io.sluice.event.TextEvent;
import java.util.List;

/**
 * Turns a text into a row x of T token ids: the tokens of the text, then {@value #PADDING} up to the end.
 *
 * <p>A row depends on its text alone, because T belongs to the model and not to the longest text of a batch. Half of a
 * surrogate pair, which is not a character, is read as U+FFFD.
 *
 * <p>An encoder belongs to one thread.
 */
public final class TextEncoder {
    /** The id that pads a row. */
    static final long PADDING = 0;

    private final Tokenizer tokenizer;
    private final int width;

    /**
     * Makes an encoder to rows of token ids.
     *
     * @param width T, the number of tokens to which the tokenizer cuts a text
     */
    public TextEncoder(Tokenizer tokenizer, int width) {
        this.tokenizer = tokenizer;
        this.width = width;
    }

    /** Returns the tokens of each event's text, in the order of the events. */
    public List<Tokens> tokenize(List<TextEvent> events) {
        return tokenizer.tokenize(
                events.stream().map(event -> wellFormed(event.text())).toList());
    }

    /** Writes the row of {@code tokens} into the first T elements of {@code x}. */
    public void encode(Tokens tokens, long[] x) {
        for (int i = 0; i < width; i++) {
            x[i] = i < tokens.count() ? tokens.id(i) : PADDING;
        }
    }

    /** Returns a text in which U+FFFD replaces every half of a surrogate pair. */
    public static String wellFormed(String text) {
        if (text.codePoints().noneMatch(TextEncoder::isHalf)) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text.length());
        text.codePoints().forEach(point -> mended.appendCodePoint(isHalf(point) ? 0xFFFD : point));
        return mended.toString();
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
