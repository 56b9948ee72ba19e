package io.sluice.http;

import io.javalin.http.Context;
import java.util.concurrent.Semaphore;

/**
 * The requests of a kind in work. Those that another instance has passed on have places of their own: else two
 * instances that ask each other could wait for ever.
 */
final class Places {
    private final Semaphore direct;
    private final Semaphore passedOn;
    private final int most;

    /** @param most the largest number of requests in work, of those from clients and of those passed on */
    Places(int most) {
        this.direct = new Semaphore(most);
        this.passedOn = new Semaphore(most);
        this.most = most;
    }

    /** Answers a request unless too many are in work, so that threads remain for the health. */
    void within(Context context, Runnable call) {
        Semaphore places = context.header(Peers.HOP) == null ? direct : passedOn;
        if (!places.tryAcquire()) {
            throw new ApiError(503, most + " such requests are in work; ask again");
        }
        try {
            call.run();
        } finally {
            places.release();
        }
    }
}
