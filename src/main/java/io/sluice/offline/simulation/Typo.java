package io.sluice.offline.simulation;

import java.util.Random;

/** A typing error. */
enum Typo {
    DROPPED {
        @Override
        String at(int i, String text) {
            return text.substring(0, i) + text.substring(i + 1);
        }
    },
    DOUBLED {
        @Override
        String at(int i, String text) {
            return text.substring(0, i) + text.charAt(i) + text.substring(i);
        }
    },
    SWAPPED {
        @Override
        String at(int i, String text) {
            return text.substring(0, i) + text.charAt(i + 1) + text.charAt(i) + text.substring(i + 2);
        }
    };

    /** Returns the text with this error at index {@code i}, which must not be the last. */
    abstract String at(int i, String text);

    /** Returns the text with one random typo. The text is unchanged where the random place is not two Latin letters. */
    static String in(String text, Random random) {
        Typo typo = values()[random.nextInt(values().length)];
        int i = text.length() < 2 ? 0 : random.nextInt(text.length() - 1);
        return text.length() >= 2 && isLetter(text.charAt(i)) && isLetter(text.charAt(i + 1)) ? typo.at(i, text) : text;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
