package io.sluice.offline.training.item;

import io.sluice.offline.dataset.ClickSession;
import io.sluice.offline.training.loop.Evidence;
import io.sluice.offline.training.loop.Quiet;
import io.sluice.offline.training.loop.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Generated sessions of three clicks: a-i, b-j, then c-k with k = i + j modulo 4. The first two clicks together
 * determine the third; neither of them alone says anything about it.
 */
public final class TinyClicks {
    static final int KINDS = 4;

    private TinyClicks() {}

    public static List<ClickSession> sessions(int count, long seed) {
        Random random = new Random(seed);
        List<ClickSession> sessions = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            int first = random.nextInt(KINDS);
            int second = random.nextInt(KINDS);
            sessions.add(
                    new ClickSession("s" + s, List.of("a-" + first, "b-" + second, "c-" + (first + second) % KINDS)));
        }
        return sessions;
    }

    public static NextItemRecipe recipe(Map<String, String> more) {
        Map<String, String> keys = new HashMap<>(Map.of(
                "recipe",
                "next-item",
                "name",
                "tiny",
                "data.set",
                "tiny",
                "data.licence",
                "none",
                "hidden",
                "16",
                "dropout",
                "0",
                "lanes",
                "16",
                "epochs",
                "25",
                "learning.rate",
                "0.02",
                "samples",
                "8"));
        keys.putAll(Map.of("schedule", "constant", "alone", "3"));
        keys.putAll(more);
        return NextItemRecipe.of(keys);
    }

    /** Writes a bundle with the initial weights. */
    public static void bundle(Path folder, Map<String, String> more) throws IOException {
        List<ClickSession> sessions = sessions(60, 1);
        NextItemRecipe recipe = recipe(more);
        NextItemLearner learner = recipe.learner(sessions, 1);
        byte[] archive = learner.initial();
        NextItemMetrics.Part zero = new NextItemMetrics.Part(0, 0);
        NextItemMetrics metrics = new NextItemMetrics(0, 0, 0, 0, zero, zero);
        learner.write(folder, archive, new Evidence<>(1, List.of(), List.of(), metrics, null));
    }

    public static byte[] train(NextItemLearner learner, NextItemRecipe recipe, List<ClickSession> sessions, Path folder)
            throws IOException {
        return new Trainer(recipe.settings(), 1, Quiet.LISTENER, () -> false)
                .train("all", learner, sessions, List.of(), Quiet.checkpoint(folder, 1))
                .archive();
    }
}
