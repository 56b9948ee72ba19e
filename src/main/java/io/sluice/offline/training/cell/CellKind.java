package io.sluice.offline.training.cell;

import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;

/** The recurrent cells, by the name that a recipe's key {@code cell} has. */
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

    /** The names by which recipes choose. */
    static final ConfigDef.ValidString NAMES =
            ConfigDef.ValidString.in(Arrays.stream(values()).map(CellKind::key).toArray(String[]::new));

    static CellKind of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The name by which recipes choose it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * A layer of {@code hidden} numbers over vectors of {@code input}.
     *
     * @param window K, the steps that a ring holds; layers without one pass it over
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
