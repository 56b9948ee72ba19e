package io.sluice.cli.demo;

import io.sluice.offline.simulation.Post;
import io.sluice.offline.simulation.Tone;
import java.util.Locale;

/**
 * Counts the correct labels. The label of a text is compared with the text's tone if that is negative or positive. The
 * running label is compared with the author's mood.
 */
final class LabelScore {
    private final Share correct = new Share();
    private final Share correctIfSure = new Share();
    private final Share unsure = new Share();
    private final Share running = new Share();

    /** Adds the prediction of a text. */
    void add(Post post, TextPrediction prediction) {
        unsure.add(prediction.unsure());
        running.add(prediction.running().name().equals(post.mood().label()));
        if (post.tone() == Tone.MIXED) {
            return;
        }
        boolean isCorrect = prediction.text().name().equals(post.tone().label());
        correct.add(isCorrect);
        if (!prediction.unsure()) {
            correctIfSure.add(isCorrect);
        }
    }

    /** Describes the accuracy of the labels of single texts. */
    String describeTexts() {
        return String.format(
                Locale.ROOT, "%s correct, of %,d negative or positive texts", correct.percent(), correct.total);
    }

    /** Describes the accuracy of the labels about which the model is sure. */
    String describeSureTexts() {
        return correctIfSure.percent() + " correct if the model is sure; it is unsure about " + unsure.percent()
                + " of all texts";
    }

    /** Describes the accuracy of the running labels of the authors. */
    String describeAuthors() {
        return running.percent() + " correct, compared with the author's mood";
    }

    private static final class Share {
        private long count;
        private long total;

        private void add(boolean counts) {
            count += counts ? 1 : 0;
            total++;
        }

        private String percent() {
            return total == 0 ? "- %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * count / total);
        }
    }
}
