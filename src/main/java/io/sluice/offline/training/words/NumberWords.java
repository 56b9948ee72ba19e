package io.sluice.offline.training.words;

import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.words.SpokenDigit.Meaning;
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
 * A vocabulary of number words, and speakers who dictate digits with it.
 *
 * <p>Two words of three name their digit, the others mean one that was meant before: the last one, the one before it,
 * or the very first. So the same word means another digit for another speaker.
 */
final class NumberWords {
    static final String FILE = "words.tsv";
    private static final double NAMED = 2 / 3.0;

    private final Map<Meaning, List<Word>> words = new EnumMap<>(Meaning.class);

    private record Word(String text, int digit) {}

    private NumberWords() {
        for (Meaning meaning : Meaning.values()) {
            words.put(meaning, new ArrayList<>());
        }
    }

    /**
     * Reads {@value #FILE}: a row a word, a tab, and its digit or {@code last}, {@code before} or {@code first}.
     *
     * @throws TrainingException where it is missing, a row is no such, or there is no word of a meaning
     */
    static NumberWords read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        List<String> rows;
        try {
            rows = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new TrainingException(
                    "there is no " + file + "; --data must be a folder that has it, as models/number-words does");
        }
        NumberWords words = new NumberWords();
        for (int row = 0; row < rows.size(); row++) {
            words.add(rows.get(row), file + ", row " + (row + 1));
        }
        words.words.forEach((meaning, found) -> {
            if (found.isEmpty()) {
                throw new TrainingException(file + " has no word whose meaning is "
                        + (meaning == Meaning.NAMED ? "a digit" : meaning.name().toLowerCase(Locale.ROOT)));
            }
        });
        return words;
    }

    private void add(String row, String place) {
        int tab = row.indexOf('\t');
        String meaning = row.substring(tab + 1);
        if (tab < 1) {
            throw new TrainingException(place + ": \"" + row + "\" has no tab between word and meaning");
        }
        Word word = new Word(row.substring(0, tab), meaning.matches("[0-9]") ? Integer.parseInt(meaning) : -1);
        switch (word.digit < 0 ? meaning : "digit") {
            case "digit" -> of(Meaning.NAMED).add(word);
            case "last" -> of(Meaning.LAST).add(word);
            case "before" -> of(Meaning.BEFORE).add(word);
            case "first" -> of(Meaning.FIRST).add(word);
            default ->
                throw new TrainingException(
                        place + ": \"" + meaning + "\" is no meaning; give a digit, last, before or first");
        }
    }

    private List<Word> of(Meaning meaning) {
        return Objects.requireNonNull(words.get(meaning));
    }

    /** All words. */
    List<String> all() {
        return words.values().stream().flatMap(List::stream).map(Word::text).toList();
    }

    /** What a speaker dictates, {@code count} words. */
    List<SpokenDigit> dictate(int count, RandomGenerator random) {
        List<SpokenDigit> said = new ArrayList<>();
        while (said.size() < count) {
            Meaning meaning = random.nextDouble() < NAMED ? Meaning.NAMED : choose(List.of(Meaning.values()), random);
            if (meaning == Meaning.NAMED || said.size() >= 2) {
                Word word = choose(of(meaning), random);
                said.add(new SpokenDigit(word.text, meaning, digit(word, meaning, said)));
            }
        }
        return said;
    }

    private static int digit(Word word, Meaning meaning, List<SpokenDigit> said) {
        return switch (meaning) {
            case NAMED -> word.digit;
            case LAST -> said.get(said.size() - 1).digit();
            case BEFORE -> said.get(said.size() - 2).digit();
            case FIRST -> said.get(0).digit();
        };
    }

    private static <T> T choose(List<T> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }
}
