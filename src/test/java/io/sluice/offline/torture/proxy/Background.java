package io.sluice.offline.torture.proxy;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A task in a thread of its own, whose failure is the failure of the test. */
final class Background {
    private final FutureTask<?> task;

    private Background(Runnable work) {
        task = new FutureTask<>(work, null);
    }

    static Background start(String name, Runnable work) {
        Background background = new Background(work);
        Thread thread = new Thread(background.task, name);
        thread.setDaemon(true);
        thread.start();
        return background;
    }

    /** Waits for the end of the task. */
    void join() {
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
