package io.sluice.offline.simulation;

import java.util.Random;

/** What fingers do to a letter. */
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

    /** The text with this done to its letter at {@code i}, which is not its last. */
    abstract String at(int i, String text);

    /** The text with one typo somewhere, between two Latin letters; unchanged where chance finds no such place. */
    static String in(String text, Random random) {
        Typo typo = values()[random.nextInt(values().length)];
        int i = text.length() < 2 ? 0 : random.nextInt(text.length() - 1);
        return text.length() >= 2 && isLetter(text.charAt(i)) && isLetter(text.charAt(i + 1)) ? typo.at(i, text) : text;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
