package io.sluice.offline.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PhrasebookTest {
    private static final Random RANDOM = new Random(1);

    @Test
    void aSlotIsReplacedByAPhraseOfItsListWhoseSlotsAreReplacedToo() {
        Phrasebook phrases = new Phrasebook(
                Map.of("a", List.of("the <b> is <c>."), "b", List.of("<c> kettle"), "c", List.of("$1 \\ new")));

        assertThat(phrases.phrase("a", RANDOM)).isEqualTo("the $1 \\ new kettle is $1 \\ new.");
    }

    @Test
    void everyPhraseOfAListOccurs() {
        Phrasebook phrases = new Phrasebook(Map.of("a", List.of("one", "two", "three")));

        assertThat(Stream.generate(() -> phrases.phrase("a", RANDOM)).limit(100))
                .containsOnly("one", "two", "three");
    }

    @Test
    void aListThatIsMissingOrEmptyIsRefused() {
        assertThatThrownBy(() -> new Phrasebook(Map.of("a", List.of("<b>")))).hasMessage("there is no list b");
        assertThatThrownBy(() -> new Phrasebook(Map.of("a", List.of())))
                .hasMessage("the list a is empty; give it at least one phrase");
    }

    /** The shares in texts that people wrote about films, products and airlines: 4 to 19 % and 28 to 45 %. */
    @Test
    void negationsAreAsFrequentAsInTextsThatPeopleWrote() {
        assertThat(negating(Tone.POSITIVE)).isBetween(0.04, 0.19);
        assertThat(negating(Tone.NEGATIVE)).isBetween(0.28, 0.45);
    }

    private static double negating(Tone tone) {
        Pattern negation = Pattern.compile(
                "\\b(not|no|never|nothing|nobody|none|neither|nor|cannot|without)\\b|n't\\b", Pattern.CASE_INSENSITIVE);
        Random random = new Random(1);
        int authors = 200;
        int texts = 50;
        long found = Stream.generate(() -> new AuthorStyle(Phrasebook.load(), random))
                .limit(authors)
                .flatMap(style -> Stream.generate(() -> style.write(tone)).limit(texts))
                .filter(text -> negation.matcher(text).find())
                .count();
        return (double) found / (authors * texts);
    }
}
