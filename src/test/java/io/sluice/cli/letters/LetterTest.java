package io.sluice.cli.letters;

import static io.sluice.cli.letters.TestLetters.bytes;
import static io.sluice.cli.letters.TestLetters.headers;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.Origin;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class LetterTest {
    private static List<String> text(Headers headers) {
        return Arrays.stream(headers.toArray())
                .map(header -> header.key() + "=" + Letter.text(header.value()))
                .toList();
    }

    @Test
    void theHeadersOfTheEventGoBackAndThoseOfTheLetterDoNot() {
        Headers headers = headers("not-json", "events", 1, 7)
                .add("traceparent", bytes("00-1"))
                .add("sluice-reset", bytes("true"))
                .add("sluice.truncated", bytes("9"));
        assertThat(text(TestLetters.letter(headers).redriven()))
                .containsExactly("traceparent=00-1", "sluice-reset=true", "sluice-redriven=1");
    }

    @Test
    void eachRedriveCounts() {
        Headers headers = headers("not-json", "events", 1, 7).add("sluice-redriven", bytes("3"));
        assertThat(text(TestLetters.letter(headers).redriven())).containsExactly("sluice-redriven=4");
    }

    @Test
    void anOriginNeedsAllThreeHeaders() {
        assertThat(TestLetters.letter("not-json", "events").origin()).isEqualTo(new Origin("events", 1, 7));
        Headers headers = headers("not-json", "events", 1, 7);
        headers.remove("sluice.source.offset");
        assertThat(TestLetters.letter(headers).origin()).isNull();
    }

    @Test
    void aRecordWithoutAReasonIsNoLetter() {
        assertThat(Letter.isLetter(TestLetters.record(0, new RecordHeaders()))).isFalse();
        assertThat(Letter.isLetter(TestLetters.record(0, headers("empty", "events", 0, 0))))
                .isTrue();
    }

    @Test
    void aChoiceNeedsReasonOriginPlaceAndTime() {
        Letter letter = TestLetters.letter("not-json", "events");
        Instant time = Instant.ofEpochMilli(TestLetters.TIME);
        assertThat(new LetterChoice(Set.of(), Set.of(), Set.of(), time).includes(letter))
                .isTrue();
        assertThat(new LetterChoice(Set.of("not-json"), Set.of("events"), Set.of("2:0"), time).includes(letter))
                .isTrue();
        assertThat(new LetterChoice(Set.of("empty"), Set.of(), Set.of(), time).includes(letter))
                .isFalse();
        assertThat(new LetterChoice(Set.of(), Set.of("others"), Set.of(), time).includes(letter))
                .isFalse();
        assertThat(new LetterChoice(Set.of(), Set.of(), Set.of("2:1"), time).includes(letter))
                .isFalse();
        assertThat(new LetterChoice(Set.of(), Set.of(), Set.of(), time.plusMillis(1)).includes(letter))
                .isFalse();
    }
}
