package io.sluice.event;

/**
 * The check that bytes are UTF-8 (RFC 3629). Jackson leaves a part of it out. It keeps the names that it has read in a
 * table, padded with the byte 0xff. So it takes a name such as {@code 0xff a} for {@code a}, if it has read that name
 * before in any document, and the outcome of a record would depend on the records before it.
 */
public final class Utf8 {
    private static final int TAIL_BITS = 0xC0;
    private static final int TAIL = 0x80;
    private static final int LARGEST_TAIL = 0xBF;

    private Utf8() {}

    /**
     * Returns the index of the first byte, from an offset on, that begins no character of UTF-8; -1 if there is none.
     */
    public static int firstFault(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length) {
            int size = bytes[at] >= 0 ? 1 : size(bytes, at);
            if (size == 0) {
                return at;
            }
            at += size;
        }
        return -1;
    }

    /** Returns the number of bytes of a character outside ASCII; 0 if it is none. */
    private static int size(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        int size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        return at + size <= bytes.length && isSecond(first, bytes[at + 1] & 0xFF) && areTails(bytes, at + 2, at + size)
                ? size
                : 0;
    }

    /** Refuses longer forms of a character, halves of surrogate pairs, and what is beyond U+10FFFF. */
    private static boolean isSecond(int first, int second) {
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : TAIL;
        int largest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : LARGEST_TAIL;
        return second >= least && second <= largest;
    }

    private static boolean areTails(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if ((bytes[at] & TAIL_BITS) != TAIL) {
                return false;
            }
        }
        return true;
    }
}
