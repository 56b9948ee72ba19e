package io.sluice.offline.evaluation.text;

import io.sluice.model.Manifest;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.score.ClassificationScorer;
import java.util.List;

/**
 * The labels of a model. A label in a file may be the name in any case, the beginning of a name ({@code pos} for
 * {@code positive}), or the position in the manifest's order, from 0.
 */
final class Labels {
    private final List<String> names;

    Labels(Manifest manifest) {
        if (manifest.task() != Manifest.Task.CLASSIFICATION) {
            throw new EvaluationException("model " + manifest.name() + " has the task "
                    + manifest.task().json() + "; this format needs the task classification");
        }
        this.names = new ClassificationScorer(manifest.outputNames(), manifest.scoring()).labels();
    }

    List<String> names() {
        return names;
    }

    /** Returns true if {@code found} matches exactly one label. */
    boolean isKnown(String found) {
        return matches(found).size() == 1;
    }

    /**
     * Returns the model's label that {@code found} matches.
     *
     * @param where the place in the data, for the message
     * @throws EvaluationException if it matches no label, or several
     */
    String resolve(String found, String where) {
        List<String> matches = matches(found);
        if (matches.size() != 1) {
            throw new EvaluationException(where + ": the label is \"" + found + "\"; the model's labels are " + names
                    + "; write a name, the beginning of a name, or a position from 0");
        }
        return matches.get(0);
    }

    private List<String> matches(String found) {
        if (found.matches("\\d{1,3}") && Integer.parseInt(found) < names.size()) {
            return List.of(names.get(Integer.parseInt(found)));
        }
        return names.stream()
                .filter(name -> !found.isEmpty() && name.regionMatches(true, 0, found, 0, found.length()))
                .toList();
    }
}
