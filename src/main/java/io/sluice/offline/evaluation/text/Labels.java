package io.sluice.offline.evaluation.text;

import io.sluice.model.Manifest;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.score.ClassificationScorer;
import java.util.List;

/**
 * A model's labels, and which of them a file means: the one of that name in any case, one that begins so ({@code pos}
 * for {@code positive}), or the one at that place of the manifest's order, from 0.
 */
final class Labels {
    private final List<String> names;

    Labels(Manifest manifest) {
        if (manifest.task() != Manifest.Task.CLASSIFICATION) {
            throw new EvaluationException("model " + manifest.name() + " has the task "
                    + manifest.task().json() + "; this format needs one of the task classification");
        }
        this.names = new ClassificationScorer(manifest.outputNames(), manifest.scoring()).labels();
    }

    List<String> names() {
        return names;
    }

    /** Whether {@code found} means one of them. */
    boolean know(String found) {
        return meant(found).size() == 1;
    }

    /**
     * The model's label that {@code found} means.
     *
     * @param where the place in the data, for the message
     * @throws EvaluationException where it means none, or more than one
     */
    String resolve(String found, String where) {
        List<String> meant = meant(found);
        if (meant.size() != 1) {
            throw new EvaluationException(where + ": the label is \"" + found + "\"; the model's labels are " + names
                    + ", and a file may name them, begin their names, or count them from 0");
        }
        return meant.get(0);
    }

    private List<String> meant(String found) {
        if (found.matches("\\d{1,3}") && Integer.parseInt(found) < names.size()) {
            return List.of(names.get(Integer.parseInt(found)));
        }
        return names.stream()
                .filter(name -> !found.isEmpty() && name.regionMatches(true, 0, found, 0, found.length()))
                .toList();
    }
}
