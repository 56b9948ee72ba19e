package io.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PhrasebookTest {
    private static final Random RANDOM = new Random(1);

    @Test
    void aSlotStandsForAnEntryOfItsListAndSoDoSlotsInIt() {
        Phrasebook phrases = new Phrasebook(
                Map.of("a", List.of("the <b> is <c>."), "b", List.of("<c> kettle"), "c", List.of("$1 \\ new")));

        assertThat(phrases.say("a", RANDOM)).isEqualTo("the $1 \\ new kettle is $1 \\ new.");
    }

    @Test
    void everyEntryOfAListIsSaidSometimes() {
        Phrasebook phrases = new Phrasebook(Map.of("a", List.of("one", "two", "three")));

        assertThat(Stream.generate(() -> phrases.say("a", RANDOM)).limit(100)).containsOnly("one", "two", "three");
    }

    @Test
    void aListThatIsMissingOrEmptyIsRefused() {
        assertThatThrownBy(() -> new Phrasebook(Map.of("a", List.of("<b>")))).hasMessage("there is no list b");
        assertThatThrownBy(() -> new Phrasebook(Map.of("a", List.of()))).hasMessage("the list a is empty");
    }
}
