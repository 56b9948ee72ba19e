package io.sluice.stream;

import io.sluice.engine.InputRecord;
import io.sluice.engine.Outcome;
import io.sluice.engine.OutcomeListener;
import io.sluice.event.Malformed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the exceptions of a listener from the pipeline: a view of it must not stop it. It logs one a minute. */
final class GuardedListener implements OutcomeListener {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);
    private static final long BETWEEN_LINES = TimeUnit.MINUTES.toNanos(1);

    private final OutcomeListener listener;
    private final AtomicLong nextLine = new AtomicLong(System.nanoTime());

    GuardedListener(OutcomeListener listener) {
        this.listener = listener;
    }

    @Override
    public void scored(InputRecord record, Outcome.Scored scored) {
        try {
            listener.scored(record, scored);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public void rejected(InputRecord record, Malformed malformed) {
        try {
            listener.rejected(record, malformed);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public void removed(String key, Removal why) {
        try {
            listener.removed(key, why);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException failure) {
        long now = System.nanoTime();
        long next = nextLine.get();
        if (now - next >= 0 && nextLine.compareAndSet(next, now + BETWEEN_LINES)) {
            LOG.warn("the API does not show an outcome, because its view failed; the pipeline goes on", failure);
        }
    }
}
