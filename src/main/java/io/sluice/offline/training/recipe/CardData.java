package io.sluice.offline.training.recipe;

import io.sluice.Internal;
import io.sluice.offline.training.loop.CommonRecipe;
import io.sluice.offline.training.loop.CommonRecipe.DataSet;
import io.sluice.offline.training.loop.Evidence;

/** The section of a model card that says what a model learned from, and by which command. */
@Internal
public final class CardData {
    private CardData() {}

    /**
     * Names licences, attribution and seed.
     *
     * @param learned what was learned from, behind "Trained on"
     * @param folder what the data folder holds
     */
    public static String text(CommonRecipe settings, Evidence<?> evidence, String learned, String folder) {
        return """
                ## Data

                Trained on %s, licence %s.%s
                Recipe: `recipe.properties`. In this folder, with `sluice` on the path and DATA the folder that holds %s (seed %d):

                    sluice train recipe.properties --data DATA --out OUT --seed %d%s

                The same seed gives the same weights on the same machine.

                """.formatted(
                        learned,
                        settings.ofSets(DataSet::licence),
                        settings.attribution().isEmpty() ? "" : " " + settings.attribution(),
                        folder,
                        evidence.seed(),
                        evidence.seed(),
                        evidence.folds().isEmpty()
                                ? ""
                                : " --cross-validate " + evidence.folds().size() + " --report REPORT");
    }

    /** The names of the sets, as code. */
    public static String sets(CommonRecipe settings) {
        return settings.ofSets(set -> '`' + set.name() + '`');
    }
}
