package io.sluice.offline.training.words;

import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.words.DigitWord.Meaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A vocabulary of number words, which draws random sequences of them.
 *
 * <p>In a sequence, two of three words name their digit. The others mean the digit of an earlier word: the last one,
 * the one before it, or the first. So the same word can mean different digits in different sequences.
 */
final class NumberWords {
    static final String FILE = "words.tsv";
    private static final double NAMED = 2 / 3.0;

    private final Map<Meaning, List<Word>> byMeaning = new EnumMap<>(Meaning.class);

    private record Word(String text, int digit) {}

    private NumberWords() {
        for (Meaning meaning : Meaning.values()) {
            byMeaning.put(meaning, new ArrayList<>());
        }
    }

    /**
     * Reads {@value #FILE}. Each row has a word, a tab, and its digit or {@code last}, {@code before} or {@code first}.
     *
     * @throws TrainingException if the file is missing, a row is invalid, or a meaning has no word
     */
    static NumberWords read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        List<String> rows;
        try {
            rows = Files.readAllLines(file);
        } catch (NoSuchFileException notFound) {
            throw new TrainingException("--data " + folder + ": the folder has no " + FILE
                    + "; give a folder that has it, for example models/number-words");
        }
        NumberWords vocabulary = new NumberWords();
        for (int row = 0; row < rows.size(); row++) {
            vocabulary.add(rows.get(row), file + ", row " + (row + 1));
        }
        vocabulary.byMeaning.forEach((meaning, words) -> {
            if (words.isEmpty()) {
                throw new TrainingException(file + ": no word means "
                        + (meaning == Meaning.NAMED ? "a digit" : meaning.name().toLowerCase(Locale.ROOT))
                        + "; add a row with this meaning");
            }
        });
        return vocabulary;
    }

    private void add(String row, String place) {
        int tab = row.indexOf('\t');
        String meaning = row.substring(tab + 1);
        if (tab < 1) {
            throw new TrainingException(
                    place + ": \"" + row + "\" has no tab; a row is a word and its meaning with a tab between them");
        }
        Word word = new Word(row.substring(0, tab), meaning.matches("[0-9]") ? Integer.parseInt(meaning) : -1);
        switch (word.digit < 0 ? meaning : "digit") {
            case "digit" -> words(Meaning.NAMED).add(word);
            case "last" -> words(Meaning.LAST).add(word);
            case "before" -> words(Meaning.BEFORE).add(word);
            case "first" -> words(Meaning.FIRST).add(word);
            default ->
                throw new TrainingException(
                        place + ": \"" + meaning + "\" is not a meaning; give a digit, last, before or first");
        }
    }

    private List<Word> words(Meaning meaning) {
        return Objects.requireNonNull(byMeaning.get(meaning));
    }

    /** Returns all words. */
    List<String> all() {
        return byMeaning.values().stream().flatMap(List::stream).map(Word::text).toList();
    }

    /** Draws a sequence of {@code count} words. */
    List<DigitWord> draw(int count, RandomGenerator random) {
        List<DigitWord> sequence = new ArrayList<>();
        while (sequence.size() < count) {
            Meaning meaning = random.nextDouble() < NAMED ? Meaning.NAMED : choose(List.of(Meaning.values()), random);
            if (meaning == Meaning.NAMED || sequence.size() >= 2) {
                Word word = choose(words(meaning), random);
                sequence.add(new DigitWord(word.text, meaning, digit(word, meaning, sequence)));
            }
        }
        return sequence;
    }

    private static int digit(Word word, Meaning meaning, List<DigitWord> sequence) {
        return switch (meaning) {
            case NAMED -> word.digit;
            case LAST -> sequence.get(sequence.size() - 1).digit();
            case BEFORE -> sequence.get(sequence.size() - 2).digit();
            case FIRST -> sequence.get(0).digit();
        };
    }

    private static <T> T choose(List<T> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }
}
