package io.sluice.cli.common;

import io.sluice.Internal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** The standard input of a command that another process has started. */
@Internal
public final class StandardInput {
    private StandardInput() {}

    /** Returns a future that completes at the end of the standard input. Its thread does not keep the process alive. */
    public static CompletableFuture<Void> end() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                        end.complete(null);
                    } catch (IOException e) {
                        end.completeExceptionally(e);
                    }
                },
                "end-of-stdin");
        reader.setDaemon(true);
        reader.start();
        return end;
    }
}
