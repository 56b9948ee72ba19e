package io.sluice.offline.evaluation.nab;

import java.util.ArrayList;
import java.util.List;

/**
 * The inputs of a sensor model's score. The variants show the value of each input. A model itself is one of the first
 * two.
 */
enum NabVariant {
    /** The surprise and the deviations. */
    WITH_SURPRISE("with GRU", true, true) {
        @Override
        float surprise(NabRow before, NabRow row) {
            return row.surprise();
        }
    },
    /** The deviations alone, without the GRU. */
    WITHOUT_GRU("without GRU", false, true) {
        @Override
        float surprise(NabRow before, NabRow row) {
            return 0;
        }
    },
    /** The error of a forecast that repeats the last value, instead of the surprise, and the deviations. */
    LAST_VALUE("last value for GRU", true, true) {
        @Override
        float surprise(NabRow before, NabRow row) {
            return Math.abs(row.value() - before.value());
        }
    },
    /** The surprise alone, which comes from the GRU's forecast and the seasonal curve. */
    GRU_ALONE("GRU alone", true, false) {
        @Override
        float surprise(NabRow before, NabRow row) {
            return row.surprise();
        }
    },
    /** The absolute error of the GRU's forecast alone, in the channel's unit. */
    RESIDUAL_ALONE("GRU residual alone", true, false) {
        @Override
        float surprise(NabRow before, NabRow row) {
            return Math.abs(row.value() - row.expected());
        }
    },
    /** The error of a forecast that repeats the last value, alone. */
    LAST_VALUE_ALONE("last value alone", true, false) {
        @Override
        float surprise(NabRow before, NabRow row) {
            return Math.abs(row.value() - before.value());
        }
    };

    private final String label;
    private final boolean usesSurprise;
    private final boolean usesDeviations;

    NabVariant(String label, boolean usesSurprise, boolean usesDeviations) {
        this.label = label;
        this.usesSurprise = usesSurprise;
        this.usesDeviations = usesDeviations;
    }

    /** Returns the variant of a model with this weight of the surprise. */
    static NabVariant of(double surpriseWeight) {
        return surpriseWeight > 0 ? WITH_SURPRISE : WITHOUT_GRU;
    }

    /** Returns the value that the variant uses as the surprise. */
    abstract float surprise(NabRow before, NabRow row);

    /** Returns the name in a report. */
    String label() {
        return label;
    }

    /** Returns true if the weight of the surprise relative to the deviations matters. */
    boolean weighsSurprise() {
        return usesSurprise && usesDeviations;
    }

    /** Returns the weight of the surprise where it is not chosen. */
    double fixedWeight() {
        return usesSurprise ? 1 : 0;
    }

    /** Returns the names of the scorer's inputs: the surprise, then the deviations. */
    List<String> scorerInputs(List<String> deviations) {
        List<String> names = new ArrayList<>(List.of("surprise"));
        names.addAll(usesDeviations ? deviations : List.of());
        return names;
    }

    /** Returns the scorer's rows, in the order of {@link #scorerInputs}. */
    List<float[]> scorerRows(List<NabRow> series, int deviations) {
        List<float[]> rows = new ArrayList<>(series.size());
        for (int i = 0; i < series.size(); i++) {
            NabRow row = series.get(i);
            float[] inputs = new float[usesDeviations ? 1 + deviations : 1];
            inputs[0] = surprise(series.get(Math.max(0, i - 1)), row);
            for (int d = 1; d < inputs.length; d++) {
                inputs[d] = row.deviations().get(d - 1);
            }
            rows.add(inputs);
        }
        return rows;
    }
}
