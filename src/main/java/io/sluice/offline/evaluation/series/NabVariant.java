package io.sluice.offline.evaluation.series;

import java.util.ArrayList;
import java.util.List;

/**
 * What a sensor model's score can be made of, to see what each part is worth; a model's own is one of the first two.
 */
enum NabVariant {
    /** Surprise and deviations. */
    WITH_SURPRISE("with GRU", true, true) {
        @Override
        float surprise(NabRow before, NabRow row) {
            return row.surprise();
        }
    },
    /** The deviations alone: nothing of the GRU. */
    WITHOUT_GRU("without GRU", false, true) {
        @Override
        float surprise(NabRow before, NabRow row) {
            return 0;
        }
    },
    /** What repeating the last value misses, in the place of surprise, and the deviations. */
    LAST_VALUE("last value for GRU", true, true) {
        @Override
        float surprise(NabRow before, NabRow row) {
            return Math.abs(row.value() - before.value());
        }
    },
    /** The surprise alone, which is made of the GRU's forecast and the seasonal curve. */
    GRU_ALONE("GRU alone", true, false) {
        @Override
        float surprise(NabRow before, NabRow row) {
            return row.surprise();
        }
    },
    /** The absolute residual of the GRU's forecast alone, in the channel's unit. */
    RESIDUAL_ALONE("GRU residual alone", true, false) {
        @Override
        float surprise(NabRow before, NabRow row) {
            return Math.abs(row.value() - row.expected());
        }
    },
    /** What repeating the last value misses, alone. */
    LAST_VALUE_ALONE("last value alone", true, false) {
        @Override
        float surprise(NabRow before, NabRow row) {
            return Math.abs(row.value() - before.value());
        }
    };

    private final String label;
    private final boolean surprises;
    private final boolean deviates;

    NabVariant(String label, boolean surprises, boolean deviates) {
        this.label = label;
        this.surprises = surprises;
        this.deviates = deviates;
    }

    /** What a model's score is made of, by what surprise counts in it. */
    static NabVariant of(double surpriseWeight) {
        return surpriseWeight > 0 ? WITH_SURPRISE : WITHOUT_GRU;
    }

    /** What stands for the model's surprise. */
    abstract float surprise(NabRow before, NabRow row);

    /** The name in a report. */
    String label() {
        return label;
    }

    /** Whether it matters what surprise counts beside the deviations. */
    boolean weighsSurprise() {
        return surprises && deviates;
    }

    /** What surprise counts where that is not to be chosen. */
    double fixedWeight() {
        return surprises ? 1 : 0;
    }

    /** The names of what is judged: the surprise, then the deviations. */
    List<String> judged(List<String> deviations) {
        List<String> names = new ArrayList<>(List.of("surprise"));
        names.addAll(deviates ? deviations : List.of());
        return names;
    }

    /** The rows that are judged, in the order of {@link #judged}. */
    List<float[]> judged(List<NabRow> series, int deviations) {
        List<float[]> rows = new ArrayList<>(series.size());
        for (int i = 0; i < series.size(); i++) {
            NabRow row = series.get(i);
            float[] judged = new float[deviates ? 1 + deviations : 1];
            judged[0] = surprise(series.get(Math.max(0, i - 1)), row);
            for (int d = 1; d < judged.length; d++) {
                judged[d] = row.deviations().get(d - 1);
            }
            rows.add(judged);
        }
        return rows;
    }
}
