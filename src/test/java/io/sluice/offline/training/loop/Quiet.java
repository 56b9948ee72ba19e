package io.sluice.offline.training.loop;

import java.nio.file.Path;
import java.util.function.Consumer;

/** A silent listener and a checkpoint, for tests that train. */
public final class Quiet {
    public static final TrainingListener LISTENER = saying(line -> {});

    private Quiet() {}

    /** Returns a listener that passes lines on, and ignores all else. */
    public static TrainingListener saying(Consumer<String> said) {
        return listener(said, () -> {});
    }

    /** Returns a listener that runs an action before the first window of each training, and ignores all else. */
    static TrainingListener beginning(Runnable action) {
        return listener(line -> {}, action);
    }

    private static TrainingListener listener(Consumer<String> said, Runnable begun) {
        return new TrainingListener() {
            @Override
            public void say(String line) {
                said.accept(line);
            }

            @Override
            public void begin(String name, long done, long windows) {
                begun.run();
            }

            @Override
            public void window(int epoch, int epochs, double loss) {}

            @Override
            public void end() {}
        };
    }

    /** Returns the checkpoint {@code all.checkpoint} of a folder. */
    public static Checkpoint checkpoint(Path folder, long seed) {
        return new Checkpoint(
                folder.resolve("all.checkpoint"), new Checkpoint.Identity("recipe", "data", "module", seed));
    }
}
