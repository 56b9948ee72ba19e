package io.sluice.offline.training.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The texts of the golden vectors: three authors, two of whom change their mood, and the third with unusual texts. */
final class GoldenTexts {
    private static final List<String> POSITIVE = List.of(
            "A warm, funny film that never puts a foot wrong.",
            "I loved every minute of it.",
            "Great picture quality, easy to use, and the battery lasts for days!",
            "Charming and beautifully acted.",
            "It's the best thing I have seen this year.",
            "light, small, good price",
            "The ending is moving without being sentimental.",
            "An intelligent script and a wonderful cast.",
            "works well, simple menus",
            "Delightful from the first scene to the last.");
    private static final List<String> NEGATIVE = List.of(
            "A dull, lifeless story that goes nowhere.",
            "The jokes fall flat and the plot makes no sense.",
            "Poor battery life, too heavy, and it broke after a week.",
            "I don't know why anyone would sit through this mess.",
            "Neither funny nor exciting.",
            "slow, noisy, expensive",
            "The worst sequel of the decade: tedious and far too long.",
            "It fails to hold the attention for more than ten minutes.",
            "bad support, confusing manual",
            "Flat characters and a predictable twist.");
    private static final List<String> UNUSUAL = List.of(
            "\uD83D\uDE00",
            "!!!",
            "NOT bad",
            "caf\u00e9 \u2014 na\u00efve, d\u00e9j\u00e0 vu",
            "\u0634\u0643\u0631\u0627 \u062c\u0632\u064a\u0644\u0627",
            "\u611f\u52d5\u3057\u307e\u3057\u305f",
            "It\u2019s \u201cfine\u201d",
            "\u200b",
            "unputdownableness",
            "[PAD] [UNK] ##ing",
            "good ".repeat(100).strip(),
            "x".repeat(150));

    private GoldenTexts() {}

    /** Returns the texts by author. Each author has at least 20. */
    static Map<String, List<String>> textsByKey() {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        texts.put("turns-bad", concatenate(POSITIVE, NEGATIVE));
        texts.put("turns-good", concatenate(NEGATIVE, POSITIVE));
        texts.put("odd", concatenate(UNUSUAL, concatenate(POSITIVE, UNUSUAL)));
        return texts;
    }

    private static List<String> concatenate(List<String> first, List<String> second) {
        List<String> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    /** Returns each text once. */
    static List<String> all() {
        return concatenate(POSITIVE, concatenate(NEGATIVE, UNUSUAL));
    }
}
