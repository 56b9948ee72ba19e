package io.sluice.engine;

import io.sluice.event.Event;
import io.sluice.event.TextEvent;
import io.sluice.feature.TextEncoder;
import io.sluice.feature.Tokens;
import io.sluice.model.StepBatch;
import java.util.ArrayList;
import java.util.List;

/** Rows of token ids. The texts of a whole look-ahead are tokenized in one call. */
final class TokenRows implements InputRows {
    private final TextEncoder encoder;
    private final long[] x;

    TokenRows(TextEncoder encoder, int width) {
        this.encoder = encoder;
        this.x = new long[width];
    }

    @Override
    public List<Row> prepare(List<Event> events) {
        List<TextEvent> texts = events.stream().map(event -> (TextEvent) event).toList();
        List<Row> rows = new ArrayList<>(texts.size());
        encoder.tokenize(texts).forEach(tokens -> rows.add(new TokenRow(tokens)));
        return rows;
    }

    private final class TokenRow implements Row {
        private final Tokens tokens;

        TokenRow(Tokens tokens) {
            this.tokens = tokens;
        }

        @Override
        public void fill(StepBatch batch, int row, long gapMillis) {
            encoder.encode(tokens, x);
            batch.putInput(row, x);
        }

        @Override
        public int tokensCut() {
            return tokens.cutOff();
        }
    }
}
