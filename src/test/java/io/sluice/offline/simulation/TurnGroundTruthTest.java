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

    private final TurnGroundTruth truth = new TurnGroundTruth();

    /** Scores one text per letter and hour, and returns the turn that each text confirms. */
    private List<@Nullable LabelTurn> follow(String author, String moods, String labels) {
        List<@Nullable LabelTurn> turns = new ArrayList<>();
        for (int i = 0; i < moods.length(); i++) {
            Mood mood = mood(moods.charAt(i));
            boolean begins = i > 0 && moods.charAt(i) != moods.charAt(i - 1);
            Instant time = START.plus(Duration.ofHours(i));
            Turn turn = begins ? new Turn(author, time, i + 1, mood.other(), mood) : null;
            Post post = new Post(author, time, i + 1, "", "", mood, Tone.MIXED, turn);
            turns.add(truth.score(post, mood(labels.charAt(i))));
        }
        return turns;
    }

    private static Mood mood(char letter) {
        return letter == '+' ? POSITIVE : NEGATIVE;
    }

    @Test
    void aTurnIsSeenWhenThreeTextsConfirmTheNewLabel() {
        List<@Nullable LabelTurn> turns = follow("anna", "+++++-------", "+++++++----+");

        assertThat(turns.get(9)).isEqualTo(new LabelTurn(Kind.SEEN, NEGATIVE, 2));
        assertThat(turns).filteredOn(turn -> turn != null).hasSize(1);
        assertThat(truth.report()).isEqualTo(new TurnReport(1, 0, 0, 0, 2, 2, Duration.ofHours(2)));
    }

    @Test
    void aLabelWithoutConfirmationIsNotATurn() {
        follow("anna", "+++++-------", "+++++--+--+-");

        assertThat(truth.report()).isEqualTo(new TurnReport(0, 0, 1, 0, Double.NaN, 0, Duration.ZERO));
    }

    @Test
    void aLabelThatTurnsWithTheMoodHasNoDelay() {
        follow("anna", "++++----", "++++----");

        assertThat(truth.report().medianTexts()).isZero();
        assertThat(truth.report().seen()).isEqualTo(1);
    }

    @Test
    void aLabelThatTurnsJustBeforeTheMoodHasNoDelay() {
        List<@Nullable LabelTurn> turns = follow("anna", "++++----", "+++-----");

        assertThat(turns.get(5)).isEqualTo(new LabelTurn(Kind.SEEN, NEGATIVE, 0));
        assertThat(truth.report().medianTime()).isZero();
    }

    @Test
    void aTurnWithoutCauseIsFalseAndTheReturnIsNot() {
        List<@Nullable LabelTurn> turns = follow("anna", "+++++++++++", "++++---++++");

        assertThat(turns.get(6)).isEqualTo(new LabelTurn(Kind.FALSE, NEGATIVE, 0));
        assertThat(turns.get(9)).isEqualTo(new LabelTurn(Kind.BACK, POSITIVE, 0));
        assertThat(truth.report()).isEqualTo(new TurnReport(0, 0, 0, 1, Double.NaN, 0, Duration.ZERO));
    }

    @Test
    void aTurnNotSeenBeforeTheNextOneIsMissed() {
        follow("anna", "++++----+++++++", "+++++++++++++++");
        assertThat(truth.report()).isEqualTo(new TurnReport(0, 1, 1, 0, Double.NaN, 0, Duration.ZERO));
        assertThat(truth.report().happened()).isEqualTo(2);
    }

    @Test
    void theFirstConfirmedLabelIsNotATurn() {
        assertThat(follow("anna", "++++++", "---+++").get(5)).isEqualTo(new LabelTurn(Kind.BACK, POSITIVE, 0));

        assertThat(truth.report().falseTurns()).isZero();
    }

    @Test
    void authorsAreWatchedSeparatelyAndTheirDelaysCountTogether() {
        follow("anna", "++++------", "++++------");
        follow("ben", "----++++++", "-----+++++");
        follow("chloé", "----++++++", "-------+++");

        assertThat(truth.report()).isEqualTo(new TurnReport(3, 0, 0, 0, 1, 3, Duration.ofHours(1)));
    }

    @Property(tries = 20)
    void aLabelThatFollowsTheMoodSeesEveryTurnWithoutDelay(@ForAll long seed) {
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
