package io.sluice.offline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TypoTest {
    @Test
    void aLetterIsDroppedDoubledOrSwappedWithTheNext() {
        assertThat(Typo.DROPPED.at(1, "great")).isEqualTo("geat");
        assertThat(Typo.DOUBLED.at(1, "great")).isEqualTo("grreat");
        assertThat(Typo.SWAPPED.at(3, "great")).isEqualTo("greta");
    }

    @Test
    void onlyLatinLettersAreChanged() {
        Random random = new Random(1);
        Set<String> typed =
                Stream.generate(() -> Typo.in("ab 😀 גד", random)).limit(500).collect(Collectors.toSet());

        assertThat(typed).containsExactlyInAnyOrder("ab 😀 גד", "b 😀 גד", "aab 😀 גד", "ba 😀 גד");
        assertThat(Typo.in("", random)).isEmpty();
        assertThat(Typo.in("a", random)).isEqualTo("a");
    }
}
