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

    /** Fails if the task has ended, as it ends before its time only by a failure. */
    void requireRunning() throws ExecutionException, InterruptedException {
        if (task.isDone()) {
            task.get();
            throw new IllegalStateException("the task ended before its time");
        }
    }

    void join() throws ExecutionException, InterruptedException {
        task.get();
    }
}
