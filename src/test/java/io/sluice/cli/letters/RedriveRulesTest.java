package io.sluice.cli.letters;

import static io.sluice.cli.letters.TestLetters.bytes;
import static io.sluice.cli.letters.TestLetters.headers;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

final class RedriveRulesTest {
    private static final RedriveRules RULES = new RedriveRules(Map.of("events", 2), Set.of("2:5"), 1);

    private static RedriveRules.Verdict verdict(RedriveRules rules, Headers headers) {
        return rules.of(TestLetters.letter(headers));
    }

    private static void assertImpossible(Headers headers, String why) {
        RedriveRules.Verdict verdict = verdict(RULES, headers);
        assertThat(verdict.rule()).isEqualTo(RedriveRules.Rule.IMPOSSIBLE);
        assertThat(verdict.why()).contains(why);
    }

    @Test
    void aLetterOfAnInputTopicIsSent() {
        assertThat(verdict(RULES, headers("not-json", "events", 1, 7)).rule()).isEqualTo(RedriveRules.Rule.SEND);
    }

    @Test
    void aLetterWithAMarkIsNotSentTwice() {
        Letter marked = new Letter(TestLetters.record(5, headers("not-json", "events", 1, 7)));
        assertThat(RULES.of(marked).rule()).isEqualTo(RedriveRules.Rule.DONE);
    }

    @Test
    void aRecordThatCameBackIsSentOnlyAsOftenAsIsAllowed() {
        Headers headers = headers("not-json", "events", 1, 7).add("sluice-redriven", bytes("1"));
        assertThat(verdict(RULES, headers).rule()).isEqualTo(RedriveRules.Rule.RETURNED);
        RedriveRules twice = new RedriveRules(Map.of("events", 2), Set.of(), 2);
        assertThat(verdict(twice, headers).rule()).isEqualTo(RedriveRules.Rule.SEND);
    }

    @Test
    void aLetterWithoutAWholeRecordOrATargetIsImpossible() {
        Headers noOrigin = headers("not-json", "events", 1, 7);
        noOrigin.remove("sluice.source.topic");
        assertImpossible(noOrigin, "name no origin");
        assertImpossible(headers("not-json", "gone", 1, 7), "gone is not an input topic");
        assertImpossible(headers("not-json", "events", 2, 7), "partition 2 of events, which has 2 partitions");
        assertImpossible(
                headers("not-json", "events", 1, 7).add("sluice.truncated", bytes("9")),
                "its value was cut; the whole record is in events at 1:7");
        assertImpossible(headers("not-json", "events", 1, 7).add("sluice-redriven", bytes("often")), "is not a number");
    }
}
