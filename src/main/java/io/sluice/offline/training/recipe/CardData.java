package io.sluice.offline.training.recipe;

import io.sluice.Internal;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.loop.Evidence;

/** Writes the section of a model card about the training data and the training command. */
@Internal
public final class CardData {
    private CardData() {}

    /**
     * Returns the section "Data".
     *
     * @param learned the training data, as it follows the words "Trained on"
     * @param folder the content of the data folder
     */
    public static String text(CommonRecipe settings, Evidence<?> evidence, String learned, String folder) {
        return """
                ## Data

                Trained on %s, %s.%s

                The recipe is `recipe.properties`. To train the model again with seed %d, run this command in the \
                folder of this file. %s:

                    sluice train recipe.properties %s --out OUT --seed %d%s

                The same seed gives the same weights on the same machine.

                """.formatted(
                        learned,
                        settings.licences(),
                        settings.attribution().isEmpty() ? "" : " " + settings.attribution(),
                        evidence.seed(),
                        evidence.origin().isFolder()
                                ? "DATA is the folder that holds " + folder
                                : "Give the path of your file, or the address of your broker",
                        evidence.origin().arguments(),
                        evidence.seed(),
                        evidence.folds().isEmpty()
                                ? ""
                                : " --cross-validate " + evidence.folds().size() + " --report REPORT");
    }

    /** Returns the names of the data sets in backticks, with commas between them. */
    public static String sets(CommonRecipe settings) {
        return settings.joinSets(set -> '`' + set.name() + '`');
    }
}
