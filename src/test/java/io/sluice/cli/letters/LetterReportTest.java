package io.sluice.cli.letters;

import static io.sluice.cli.letters.TestLetters.headers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class LetterReportTest {
    private static LetterGroups groups(String... chosen) {
        return new LetterGroups(new LetterChoice(Set.of(chosen), Set.of(), Set.of(), Instant.EPOCH), 1);
    }

    private static LetterGroups filled(String... chosen) {
        LetterGroups groups = groups(chosen);
        groups.add(TestLetters.record(0, headers("empty", "events", 1, 70)));
        groups.add(TestLetters.record(1, headers("not-json", "events", 1, 71)));
        groups.add(TestLetters.record(2, headers("not-json", "others", 1, 72)));
        groups.add(TestLetters.record(3, headers("not-json", "events", 1, 73)));
        groups.add(TestLetters.record(4, new RecordHeaders()));
        return groups;
    }

    @Test
    void lettersAreGroupedByReasonAndOriginTheLargestGroupFirst() {
        assertThat(new LetterReport("letters", filled()).text().lines())
                .containsExactly(
                        "4 dead letters in letters",
                        "1 record of letters is no dead letter, without the header sluice.reason; another program wrote"
                                + " to the topic",
                        "",
                        "not-json from events: 2, 2026-03-01T12:00:00.001Z to 2026-03-01T12:00:00.003Z",
                        "  at 2:1, from 1:71, key key: what was found",
                        "    value\\n",
                        "",
                        "empty from events: 1, 2026-03-01T12:00:00Z to 2026-03-01T12:00:00Z",
                        "  at 2:0, from 1:70, key key: what was found",
                        "    value\\n",
                        "",
                        "not-json from others: 1, 2026-03-01T12:00:00.002Z to 2026-03-01T12:00:00.002Z",
                        "  at 2:2, from 1:72, key key: what was found",
                        "    value\\n");
    }

    @Test
    void theJsonHasTheSameGroups() throws JsonProcessingException {
        JsonNode json = new ObjectMapper().readTree(new LetterReport("letters", filled("empty")).json());
        assertThat(json.path("letters").asInt()).isEqualTo(4);
        assertThat(json.path("chosen").asInt()).isEqualTo(1);
        assertThat(json.path("others").asInt()).isEqualTo(1);
        assertThat(json.at("/groups/0/reason").asText()).isEqualTo("empty");
        assertThat(json.at("/groups/0/samples/0/value").asText()).isEqualTo("value\n");
        assertThat(json.at("/groups/1").isMissingNode()).isTrue();
    }

    @Test
    void anEmptyTopicIsOneLine() {
        assertThat(new LetterReport("letters", groups()).text())
                .isEqualTo("topic letters is empty: there are no dead letters");
    }
}
