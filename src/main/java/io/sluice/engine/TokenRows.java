package io.sluice.engine;

import io.sluice.event.TextEvent;
import io.sluice.feature.TextEncoder;
import io.sluice.feature.Tokens;
import io.sluice.model.StepBatch;
import java.util.Collection;
import java.util.List;

/** Rows of token ids; the texts of a whole look-ahead are tokenized in one call. */
final class TokenRows implements InputRows {
    private final TextEncoder encoder;
    private final long[] x;

    TokenRows(TextEncoder encoder, int width) {
        this.encoder = encoder;
        this.x = new long[width];
    }

    @Override
    public void prepare(Collection<PendingRecord> aheads) {
        List<PendingRecord> scored =
                aheads.stream().filter(ahead -> ahead.event() != null).toList();
        List<Tokens> tokens = encoder.tokenize(
                scored.stream().map(ahead -> (TextEvent) ahead.scored()).toList());
        for (int i = 0; i < scored.size(); i++) {
            scored.get(i).tokens(tokens.get(i));
        }
    }

    @Override
    public void fill(StepBatch batch, int row, PendingRecord ahead, long gapMillis) {
        encoder.encode(ahead.tokens(), x);
        batch.putInput(row, x);
    }
}
