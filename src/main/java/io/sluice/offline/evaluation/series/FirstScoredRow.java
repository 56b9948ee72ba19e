package io.sluice.offline.evaluation.series;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the first row of a key that is scored. The rows before it only advance the state. */
sealed interface FirstScoredRow {
    /** Returns the index of the row; the number of rows if there is none. */
    int of(List<ScoredRow> rows);

    /** Returns a description of the rows that are scored. */
    String split();

    /** Returns what a user can do if no key has a row to score. */
    String remedy();

    /**
     * Returns the rule of a user.
     *
     * @param warmUp the number of events that the user wants to leave out; null to follow the model
     */
    static FirstScoredRow of(@Nullable Integer warmUp) {
        return warmUp == null ? new FirstJudged() : new AfterEvents(warmUp);
    }

    /** The first row that the model judges, as {@code anomaly.judged} of its prediction says. */
    record FirstJudged() implements FirstScoredRow {
        @Override
        public int of(List<ScoredRow> rows) {
            int row = 0;
            while (row < rows.size() && !rows.get(row).judged()) {
                row++;
            }
            return row;
        }

        @Override
        public String split() {
            return "the rows of each key from the first that the model judges (anomaly.judged); the rows before it"
                    + " advance the state but are not scored";
        }

        @Override
        public String remedy() {
            return "the model judges no row of any key: each key is too short; give more rows";
        }
    }

    /** The row after a number of events. A row that is a dead letter is no event of its key. */
    record AfterEvents(int events) implements FirstScoredRow {
        @Override
        public int of(List<ScoredRow> rows) {
            int left = events;
            for (int row = 0; row < rows.size(); row++) {
                if (left == 0) {
                    return row;
                }
                left -= rows.get(row).isNothing() ? 0 : 1;
            }
            return rows.size();
        }

        @Override
        public String split() {
            return "the rows of each key after its first " + events + " events (--warm-up; a dead letter is no event);"
                    + " these advance the state but are not scored";
        }

        @Override
        public String remedy() {
            return "no key has more than " + events + " events, and --warm-up " + events + " leaves out the first "
                    + events + " of each key; give more rows, or a smaller --warm-up";
        }
    }
}
