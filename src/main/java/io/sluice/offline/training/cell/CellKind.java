package io.sluice.offline.training.cell;

import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;

/** The kinds of recurrent cell, which the key {@code cell} of a recipe names. */
public enum CellKind {
    RNN,
    GRU,
    GRU_CHO,
    LSTM,
    LSTM_PEEPHOLE,
    GRU_RESIDUAL,
    RNN_ATTENTION,
    GRU_ATTENTION,
    LSTM_ATTENTION,
    TRANSFORMER;

    /** The valid values of the key {@code cell}. */
    static final ConfigDef.ValidString NAMES =
            ConfigDef.ValidString.in(Arrays.stream(values()).map(CellKind::key).toArray(String[]::new));

    /** Returns the kind with this name in a recipe. */
    static CellKind of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Returns the name of the kind in a recipe, for example {@code gru-cho}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Creates a layer with an output of {@code hidden} numbers for input vectors of {@code input} numbers.
     *
     * @param window K, the number of steps in a ring; layers without a ring ignore it
     */
    Layer layer(int input, int hidden, int window) {
        return switch (this) {
            case RNN -> GatedLayer.rnn(input, hidden);
            case GRU -> GatedLayer.gru(input, hidden);
            case GRU_CHO -> GatedLayer.gruCho(input, hidden);
            case LSTM -> GatedLayer.lstm(input, hidden);
            case LSTM_PEEPHOLE -> GatedLayer.lstmPeephole(input, hidden);
            case GRU_RESIDUAL -> new ResidualLayer(GatedLayer.gru(input, hidden), input, hidden);
            case RNN_ATTENTION -> new AttentionLayer(GatedLayer.rnn(input, hidden), hidden, window);
            case GRU_ATTENTION -> new AttentionLayer(GatedLayer.gru(input, hidden), hidden, window);
            case LSTM_ATTENTION -> new AttentionLayer(GatedLayer.lstm(input, hidden), hidden, window);
            case TRANSFORMER -> new TransformerLayer(input, hidden, window);
        };
    }
}
