package io.sluice.score;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Writes a float32 as the shortest decimal that reads back as the same float32, and of several the nearest. The layout
 * is that of {@link Float#toString(float)}, such as {@code 21.5} or {@code 1.0E-4}.
 *
 * <p>The algorithm is Schubfach (R. Giulietti, The Schubfach way to render doubles, 2020). The decimals that read back
 * as the number c 2^q are those between two bounds, half a step below and half a step above it. 10^k is the largest
 * power of ten that is not above the distance of the bounds. So at least one multiple of 10^k lies between them, and at
 * most one of 10^(k+1), which is shorter. The number and its bounds are computed in quarters of 10^k, as integers whose
 * lowest bit is set if anything was cut off. The highest 63 bits of a power of ten are enough for that.
 *
 * <p>It gave the text of Jackson's writer for every second positive float32, one after another, without its garbage of
 * 100 bytes a number.
 */
final class ShortestDecimal {
    private static final int FRACTION_BITS = 23;
    private static final int LEAST_NORMAL = 1 << FRACTION_BITS;
    private static final int LEAST_Q = -149;

    /** For a smaller c, one digit is enough to read it back, but two come nearer. */
    private static final int LEAST_OF_ONE_DIGIT = 8;

    private static final int LEAST_K = -45;
    private static final int LARGEST_K = 31;
    private static final long[] POWERS = powers();
    private static final long LOW_WORD = (1L << 32) - 1;

    private static final int MOST_CHARACTERS = 15; // -1.23456789E-12
    private static final int LARGEST_PLAIN = 7;
    private static final int LEAST_PLAIN = -2;

    private final char[] text = new char[MOST_CHARACTERS];
    private int length;
    private int digits;
    private int exponent;

    /** Writes a finite number into {@link #text()}. */
    void write(float number) {
        length = 0;
        int bits = Float.floatToRawIntBits(number);
        if (bits < 0) {
            put('-');
        }
        int fraction = bits & (LEAST_NORMAL - 1);
        int biased = (bits >>> FRACTION_BITS) & 0xFF;
        if (biased > 0) {
            findNormal(LEAST_NORMAL | fraction, LEAST_Q + biased - 1);
        } else if (fraction == 0) {
            digits = 0;
            exponent = 0;
        } else if (fraction >= LEAST_OF_ONE_DIGIT) {
            find(fraction, LEAST_Q);
        } else {
            find(10 * fraction, LEAST_Q);
            exponent--;
        }
        lay();
    }

    /** Returns the characters of the last number, of which {@link #length()} count. */
    char[] text() {
        return text;
    }

    int length() {
        return length;
    }

    /** Whole numbers below 2^24 have all their digits; so the search would find them as well, but later. */
    private void findNormal(int c, int q) {
        boolean isWhole = q < 0 && q >= -FRACTION_BITS && c >> -q << -q == c;
        if (isWhole) {
            digits = c >> -q;
            exponent = 0;
        } else {
            find(c, q);
        }
    }

    /** Finds the decimal of c 2^q, which is digits times 10^exponent. */
    private void find(int c, int q) {
        boolean narrowBelow = c == LEAST_NORMAL && q > LEAST_Q; // the step below a power of two is half of that above
        int k = narrowBelow ? floorLog10OfThreeQuarters(q) : floorLog10(q);
        int shift = q + floorLog2OfPower(-k) + 33;
        long power = POWERS[k - LEAST_K];
        int odd = c & 1; // bounds read back as the number only if it is even
        int number = quarters(power, (4L * c) << shift);
        int below = quarters(power, (4L * c - (narrowBelow ? 1 : 2)) << shift) + odd;
        int above = quarters(power, (4L * c + 2) << shift) - odd;
        int lower = number >> 2;
        exponent = k;
        if (lower >= 100) {
            int shorter = 10 * (lower / 10);
            boolean lowerFits = below <= 4 * shorter;
            boolean upperFits = 4 * (shorter + 10) <= above;
            if (lowerFits != upperFits) {
                digits = lowerFits ? shorter : shorter + 10;
                return;
            }
        }
        boolean lowerFits = below <= 4 * lower;
        boolean upperFits = 4 * (lower + 1) <= above;
        if (lowerFits != upperFits) {
            digits = lowerFits ? lower : lower + 1;
            return;
        }
        int fromMiddle = number - (4 * lower + 2);
        digits = fromMiddle < 0 || (fromMiddle == 0 && (lower & 1) == 0) ? lower : lower + 1;
    }

    /**
     * Multiplies by a power and cuts off all but the highest bits; the lowest bit is set if the others were not zero.
     */
    private static int quarters(long power, long factor) {
        long high = Math.multiplyHigh(power, factor);
        long cutOff = ((high & LOW_WORD) + LOW_WORD) >>> 32;
        return (int) ((high >>> 31) | cutOff);
    }

    private static int floorLog10(int powerOfTwo) {
        return (int) ((powerOfTwo * 661_971_961_083L) >> 41);
    }

    private static int floorLog10OfThreeQuarters(int powerOfTwo) {
        return (int) ((powerOfTwo * 661_971_961_083L - 274_743_187_321L) >> 41);
    }

    private static int floorLog2OfPower(int powerOfTen) {
        return (int) ((powerOfTen * 913_124_641_741L) >> 38);
    }

    /** Returns the highest 63 bits of 10^-k for each k, rounded up. */
    private static long[] powers() {
        long[] powers = new long[LARGEST_K - LEAST_K + 1];
        for (int k = LEAST_K; k <= LARGEST_K; k++) {
            BigInteger power = BigInteger.TEN.pow(Math.abs(k));
            BigInteger bits = k > 0
                    ? BigInteger.ONE.shiftLeft(125 + power.bitLength()).divide(power)
                    : power.shiftLeft(126 - power.bitLength());
            powers[k - LEAST_K] = bits.add(BigInteger.ONE).shiftRight(63).longValueExact() + 1;
        }
        return powers;
    }

    private void lay() {
        while (digits >= 10 && digits % 10 == 0) {
            digits /= 10;
            exponent++;
        }
        int count = count(digits);
        int point = count + exponent;
        if (point < LEAST_PLAIN || point > LARGEST_PLAIN) {
            putPlain(count, 1);
            putExponent(point - 1);
        } else {
            putPlain(count, point);
        }
    }

    private static int count(int number) {
        int count = 1;
        for (int left = number; left >= 10; left /= 10) {
            count++;
        }
        return count;
    }

    /** Puts the digits with a point behind the first ones, and zeros where there is no digit. */
    private void putPlain(int count, int point) {
        int start = length;
        int pointAt = start + Math.max(point, 1);
        length = pointAt + 1 + Math.max(count - point, 1);
        Arrays.fill(text, start, length, '0');
        text[pointAt] = '.';
        int left = digits;
        for (int i = count - 1; i >= 0; i--) {
            text[i < point ? start + i : pointAt + 1 + i - point] = (char) ('0' + left % 10);
            left /= 10;
        }
    }

    private void putExponent(int power) {
        put('E');
        if (power < 0) {
            put('-');
        }
        int size = Math.abs(power);
        if (size >= 10) {
            put((char) ('0' + size / 10));
        }
        put((char) ('0' + size % 10));
    }

    private void put(char character) {
        text[length++] = character;
    }
}
