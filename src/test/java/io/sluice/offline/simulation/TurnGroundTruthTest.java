package io.sluice.offline.simulation;

import static io.sluice.offline.simulation.Mood.NEGATIVE;
import static io.sluice.offline.simulation.Mood.POSITIVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.simulation.LabelTurn.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TurnGroundTruthTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final TurnGroundTruth ledger = new TurnGroundTruth();

    /** Moods and running labels, a letter a text, a text an hour; gives what each text confirms. */
    private List<@Nullable LabelTurn> follow(String author, String moods, String labels) {
        List<@Nullable LabelTurn> turns = new ArrayList<>();
        for (int i = 0; i < moods.length(); i++) {
            Mood mood = mood(moods.charAt(i));
            boolean begins = i > 0 && moods.charAt(i) != moods.charAt(i - 1);
            Instant time = START.plus(Duration.ofHours(i));
            Turn turn = begins ? new Turn(author, time, i + 1, mood.other(), mood) : null;
            Post post = new Post(author, time, i + 1, "", "", mood, Tone.MIXED, turn);
            turns.add(ledger.score(post, mood(labels.charAt(i))));
        }
        return turns;
    }

    private static Mood mood(char letter) {
        return letter == '+' ? POSITIVE : NEGATIVE;
    }

    @Test
    void aTurnIsSeenWhenTheLabelHasTurnedAndIsKeptTo() {
        List<@Nullable LabelTurn> turns = follow("anna", "+++++-------", "+++++++----+");

        assertThat(turns.get(9)).isEqualTo(new LabelTurn(Kind.SEEN, NEGATIVE, 2));
        assertThat(turns).filteredOn(turn -> turn != null).hasSize(1);
        assertThat(ledger.report()).isEqualTo(new TurnReport(1, 0, 0, 0, 2, 2, Duration.ofHours(2)));
    }

    @Test
    void aLabelThatIsNotKeptToIsNoTurn() {
        follow("anna", "+++++-------", "+++++--+--+-");

        assertThat(ledger.report()).isEqualTo(new TurnReport(0, 0, 1, 0, Double.NaN, 0, Duration.ZERO));
    }

    @Test
    void aLabelThatTurnsWithItsMoodTurnsAtOnce() {
        follow("anna", "++++----", "++++----");

        assertThat(ledger.report().medianTexts()).isZero();
        assertThat(ledger.report().seen()).isEqualTo(1);
    }

    @Test
    void aLabelThatTurnsJustBeforeItsMoodTurnsAtOnceAsWell() {
        List<@Nullable LabelTurn> turns = follow("anna", "++++----", "+++-----");

        assertThat(turns.get(5)).isEqualTo(new LabelTurn(Kind.SEEN, NEGATIVE, 0));
        assertThat(ledger.report().medianTime()).isZero();
    }

    @Test
    void aTurnWithoutCauseIsFalseAndTheWayBackIsNot() {
        List<@Nullable LabelTurn> turns = follow("anna", "+++++++++++", "++++---++++");

        assertThat(turns.get(6)).isEqualTo(new LabelTurn(Kind.FALSE, NEGATIVE, 0));
        assertThat(turns.get(9)).isEqualTo(new LabelTurn(Kind.BACK, POSITIVE, 0));
        assertThat(ledger.report()).isEqualTo(new TurnReport(0, 0, 0, 1, Double.NaN, 0, Duration.ZERO));
    }

    @Test
    void aTurnNotSeenBeforeTheNextIsMissed() {
        follow("anna", "++++----+++++++", "+++++++++++++++");
        assertThat(ledger.report()).isEqualTo(new TurnReport(0, 1, 1, 0, Double.NaN, 0, Duration.ZERO));
        assertThat(ledger.report().happened()).isEqualTo(2);
    }

    @Test
    void theFirstLabelThatIsKeptToIsNoTurn() {
        assertThat(follow("anna", "++++++", "---+++").get(5)).isEqualTo(new LabelTurn(Kind.BACK, POSITIVE, 0));

        assertThat(ledger.report().falseTurns()).isZero();
    }

    @Test
    void authorsAreWatchedApartAndTheirDelaysTogether() {
        follow("anna", "++++------", "++++------");
        follow("ben", "----++++++", "-----+++++");
        follow("chloé", "----++++++", "-------+++");

        assertThat(ledger.report()).isEqualTo(new TurnReport(3, 0, 0, 0, 1, 3, Duration.ofHours(1)));
    }

    @Property(tries = 20)
    void aLabelThatKnowsTheMoodSeesEveryTurnAtOnce(@ForAll long seed) {
        TurnGroundTruth fresh = new TurnGroundTruth();
        Authors authors = new Authors(2, seed);
        for (int i = 0; i < 300; i++) {
            Post post = authors.next();
            if (post.step() > 0) {
                fresh.score(post, post.mood());
            }
        }

        TurnReport report = fresh.report();
        assertThat(report.seen()).isPositive();
        assertThat(report.missed()).isZero();
        assertThat(report.undecided()).isLessThanOrEqualTo(2);
        assertThat(report.falseTurns()).isZero();
        assertThat(report.maxTexts()).isZero();
    }
}
