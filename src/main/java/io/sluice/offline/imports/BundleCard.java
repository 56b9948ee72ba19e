package io.sluice.offline.imports;

import io.sluice.model.Manifest;

/** The beginning of a model card: what the manifest says, and what the author must add. */
final class BundleCard {
    private BundleCard() {}

    static String of(Manifest manifest) {
        return """
                # %s %s

                A model for Sluice. Task: %s. Input: %s. A key's state has %d numbers.

                - Trained on: name the data and its licence.
                - Figures: say on which data they were measured.
                - Licence: name the licence of the weights.
                """.formatted(
                        manifest.name(),
                        manifest.version(),
                        manifest.task().json(),
                        manifest.input().kind().json(),
                        manifest.sizes().state());
    }
}
