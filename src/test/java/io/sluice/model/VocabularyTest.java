package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyTest {
    private static Vocabulary read(String lines) {
        return Vocabulary.read(lines.getBytes(StandardCharsets.UTF_8), "vocabulary.txt");
    }

    @Test
    void theNumberOfALineIsTheIdOfItsItem() {
        Vocabulary vocabulary = read("tea\n kettle, red \n\u8336\n");

        assertThat(vocabulary.size()).isEqualTo(3);
        assertThat(vocabulary.id("tea")).isEqualTo(1);
        assertThat(vocabulary.item(2)).isEqualTo(" kettle, red ");
        assertThat(vocabulary.id("\u8336")).isEqualTo(3);
        assertThat(vocabulary.id("Tea")).isEqualTo(Vocabulary.UNKNOWN);
    }

    @Test
    void theLineFeedOfTheLastLineIsOptional() {
        assertThat(read("a\nb").toBytes()).isEqualTo("a\nb\n".getBytes(StandardCharsets.UTF_8));
        assertThat(read("a\nb\n").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a;b;a;|vocabulary.txt has the item \"a\" in line 1 and in line 3",
                "a;;b;|vocabulary.txt, line 2 is blank",
                "a;b;;|vocabulary.txt, line 3 is blank",
                "a; ;|vocabulary.txt, line 2 is blank",
                "a\r;b\r;|vocabulary.txt, line 1 contains a carriage return",
                "\ufeffa;b;|vocabulary.txt begins with a byte order mark",
            })
    void aFileThatIsNotAVocabularyIsRefused(String lines, String message) {
        assertThatThrownBy(() -> read(lines.replace(';', '\n')))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> Vocabulary.read(new byte[] {'a', (byte) 0xff}, "vocabulary.txt"))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("vocabulary.txt is not UTF-8");
    }

    @Test
    void moreItemsThanAFloat32CanCountAreRefused() {
        assertThatThrownBy(() -> Vocabulary.of(java.util.Collections.nCopies(1 << 24, "a")))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("16777216 items; it must have from 1 to 16777215");
        assertThatThrownBy(() -> Vocabulary.of(List.of())).hasMessageContaining("0 items");
    }
}
