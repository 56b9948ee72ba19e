package io.sluice.offline.imports;

import io.sluice.feature.NumericEncoder;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.offline.training.recipe.GoldenInputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Rows x for golden vectors where there are no sample events. The same input always gives the same rows. */
final class GeneratedRows {
    private GeneratedRows() {}

    /** Returns the rows of numeric channels by the name of their sequence: readings of three scales. */
    static Map<String, List<List<Float>>> of(Manifest.Input.Numeric input) {
        NumericEncoder encoder = new NumericEncoder(input.channels(), input.columns());
        return GoldenInputs.rowsByKey(input.channels(), encoder);
    }

    /** Returns rows of random ids from 1 to {@code largest}, filled up with 0. */
    static Map<String, List<List<Float>>> ofIds(int width, long largest) {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, List<List<Float>>> keys = new LinkedHashMap<>();
        for (int key = 1; key <= GoldenVectors.MINIMUM_KEYS; key++) {
            List<List<Float>> rows = new ArrayList<>();
            for (int step = 0; step < GoldenVectors.MINIMUM_STEPS; step++) {
                int ids = random.nextInt(1, width + 1);
                List<Float> row = new ArrayList<>();
                for (int i = 0; i < width; i++) {
                    row.add(i < ids ? (float) random.nextLong(1, largest + 1) : 0f);
                }
                rows.add(row);
            }
            keys.put("key-" + key, rows);
        }
        return keys;
    }
}
