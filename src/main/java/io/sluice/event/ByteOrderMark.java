package io.sluice.event;

/**
 * The byte order mark U+FEFF, which some programs write before UTF-8. It says nothing, and parsers may ignore it (RFC
 * 8259, section 8.1).
 */
public final class ByteOrderMark {
    private static final String MARK = "\uFEFF";

    private ByteOrderMark() {}

    /** Returns the number of bytes of a mark at the beginning of UTF-8: 3, or 0 if there is none. */
    public static int bytes(byte[] utf8) {
        return bytes(utf8, 0);
    }

    /** Returns the number of bytes of a mark at an offset: 3, or 0 if there is none. */
    static int bytes(byte[] utf8, int at) {
        return utf8.length >= at + 3
                        && utf8[at] == (byte) 0xEF
                        && utf8[at + 1] == (byte) 0xBB
                        && utf8[at + 2] == (byte) 0xBF
                ? 3
                : 0;
    }

    /** Returns a text without a mark at its beginning. */
    public static String removed(String text) {
        return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
    }
}
