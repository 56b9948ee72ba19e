package io.sluice.cli.demo;

import io.sluice.cli.common.Columns;
import io.sluice.cli.demo.TextPrediction.Label;
import io.sluice.offline.Plural;
import io.sluice.offline.simulation.LabelTurn;
import io.sluice.offline.simulation.Post;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text with its prediction and its ground truth.
 *
 * @param confirmed the turn of the running label that this text confirms; null if it confirms none
 */
record ScoredText(
        TextPrediction prediction, Post post, @Nullable LabelTurn confirmed) implements DemoScenario.Scored {
    /** The number of characters that are shown of a text. */
    static final int EXCERPT = 36;

    private static final String COLUMNS = "%-14s  %-8s %-20s  %-13s  %s";
    static final String HEADING =
            String.format(COLUMNS, "event time", "author", "this text", "author so far", "excerpt");

    @Override
    public String columns() {
        return String.format(
                COLUMNS,
                Columns.time(post.time()),
                post.author(),
                text(prediction.text()) + (prediction.unsure() ? " unsure" : ""),
                text(prediction.running()),
                excerpt(post.text()));
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (post.turn() != null) {
            notes.add("@|yellow mood: turns " + post.turn().to().label() + "|@");
        }
        if (confirmed != null) {
            notes.add(turnNote(confirmed));
        }
        return notes;
    }

    private static String turnNote(LabelTurn turn) {
        String label = turn.to().label();
        return switch (turn.kind()) {
            case SEEN -> "@|bold,green SEEN|@ " + label + (turn.delay() == 0 ? " at once" : after(turn.delay()));
            case FALSE -> "@|bold,red FALSE TURN|@ to " + label;
            case BACK -> "back to " + label;
        };
    }

    private static String after(long texts) {
        return " after " + Plural.format(texts, "text");
    }

    private static String text(Label label) {
        return String.format(Locale.ROOT, "%-8s %.2f", label.name(), label.probability());
    }

    /** Returns the beginning of a text on one line, padded to {@value #EXCERPT} characters. */
    private static String excerpt(String text) {
        int[] points = text.codePoints()
                .limit(EXCERPT + 1)
                .map(point -> Character.isWhitespace(point) || Character.isISOControl(point) ? ' ' : point)
                .toArray();
        return points.length <= EXCERPT
                ? new String(points, 0, points.length) + " ".repeat(EXCERPT - points.length)
                : new String(points, 0, EXCERPT - 1) + "…";
    }
}
