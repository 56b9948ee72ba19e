package io.sluice.cli.demo;

import io.sluice.offline.simulation.Post;
import io.sluice.offline.simulation.Tone;
import java.util.Locale;

/**
 * How often labels are right: a text's beside its tone, where that is negative or positive, and the running beside the
 * mood.
 */
final class LabelScore {
    private final Share right = new Share();
    private final Share rightOfSure = new Share();
    private final Share unsure = new Share();
    private final Share running = new Share();

    void add(Post post, TextPrediction prediction) {
        unsure.add(prediction.unsure());
        running.add(prediction.running().name().equals(post.mood().label()));
        if (post.tone() == Tone.MIXED) {
            return;
        }
        boolean isRight = prediction.text().name().equals(post.tone().label());
        right.add(isRight);
        if (!prediction.unsure()) {
            rightOfSure.add(isRight);
        }
    }

    /** The texts' own labels, in words. */
    String ofTexts() {
        return String.format(
                Locale.ROOT, "%s right of %,d texts that are negative or positive", right.percent(), right.of);
    }

    /** The same where the model is sure, in words. */
    String ofSureTexts() {
        return rightOfSure.percent() + " right where not unsure, as " + unsure.percent() + " of all texts are";
    }

    /** The label of the author so far, in words. */
    String ofAuthors() {
        return running.percent() + " right, held against the author's mood";
    }

    private static final class Share {
        private long part;
        private long of;

        private void add(boolean counts) {
            part += counts ? 1 : 0;
            of++;
        }

        private String percent() {
            return of == 0 ? "- %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / of);
        }
    }
}
