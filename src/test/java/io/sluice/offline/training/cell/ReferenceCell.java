package io.sluice.offline.training.cell;

import io.sluice.offline.training.torchscript.Parameter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * A second implementation of the cells in plain Java and double precision, as the papers define them: the oracle of
 * {@link RecurrentCellTest}. It has no packed state and no rings. The memory of a cell consists of vectors and of lists
 * of vectors, with the newest one last.
 */
abstract class ReferenceCell {
    private final Map<String, Parameter> weights;
    private final String suffix;

    private ReferenceCell(Map<String, Parameter> weights, String suffix) {
        this.weights = weights;
        this.suffix = suffix;
    }

    /** The result of one step: y, and the gates by their names in {@code explain}. */
    record Step(List<Double> y, Map<String, List<Double>> gates) {}

    /** Runs one step. The first step is that of a key that was never seen. */
    abstract Step step(double[] x);

    /**
     * Creates a cell of several layers. Each layer sees the output of the layer below. Their gates are concatenated.
     */
    static ReferenceCell stack(CellKind kind, Map<String, Parameter> weights, int hidden, int layers, int window) {
        List<ReferenceCell> all = IntStream.range(0, layers)
                .mapToObj(layer -> of(kind, weights, layers == 1 ? "" : "_" + layer, hidden, window))
                .toList();
        return new ReferenceCell(weights, "") {
            @Override
            Step step(double[] x) {
                List<Double> y = boxed(x);
                Map<String, List<Double>> gates = new HashMap<>();
                for (ReferenceCell layer : all) {
                    Step step = layer.step(unboxed(y));
                    y = step.y;
                    step.gates.forEach((name, values) -> gates.computeIfAbsent(name, unused -> new ArrayList<>())
                            .addAll(values));
                }
                return new Step(y, gates);
            }
        };
    }

    private static ReferenceCell of(
            CellKind kind, Map<String, Parameter> weights, String suffix, int hidden, int window) {
        String inner = suffix + "_inner";
        return switch (kind) {
            case RNN -> new Elman(weights, suffix, hidden);
            case GRU -> new Gru(weights, suffix, hidden);
            case GRU_CHO -> new Cho(weights, suffix, hidden);
            case LSTM -> new Lstm(weights, suffix, hidden);
            case LSTM_PEEPHOLE -> new Peephole(weights, suffix, hidden);
            case GRU_RESIDUAL -> new Residual(weights, suffix, new Gru(weights, inner, hidden));
            case RNN_ATTENTION -> new Attention(weights, suffix, new Elman(weights, inner, hidden), window);
            case GRU_ATTENTION -> new Attention(weights, suffix, new Gru(weights, inner, hidden), window);
            case LSTM_ATTENTION -> new Attention(weights, suffix, new Lstm(weights, inner, hidden), window);
            case TRANSFORMER -> new Transformer(weights, suffix, hidden, window);
        };
    }

    /** Returns the rows {@code from} to before {@code to} of W v. */
    double[] times(String name, double[] v, int from, int to) {
        float[] matrix = weight(name).values();
        double[] product = new double[to - from];
        for (int row = from; row < to; row++) {
            for (int i = 0; i < v.length; i++) {
                product[row - from] += matrix[row * v.length + i] * v[i];
            }
        }
        return product;
    }

    /** Returns W v + b. */
    double[] linear(String name, double[] v) {
        int rows = weight("w_" + name).shape().get(0);
        return plus(times("w_" + name, v, 0, rows), vector("b_" + name, 0, rows));
    }

    double[] vector(String name, int from, int to) {
        float[] values = weight(name).values();
        return IntStream.range(from, to).mapToDouble(i -> values[i]).toArray();
    }

    Parameter weight(String name) {
        return weights.get(name + suffix);
    }

    boolean has(String name) {
        return weights.containsKey(name + suffix);
    }

    /** Returns W_k x + b_k + U_k h + b'_k, where k is the block of a gate. */
    double[] net(int block, double[] x, double[] h) {
        int from = block * h.length;
        int to = from + h.length;
        return plus(
                plus(times("w_ih", x, from, to), vector("b_ih", from, to)),
                plus(times("w_hh", h, from, to), vector("b_hh", from, to)));
    }

    static double[] plus(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }

    static double[] by(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).toArray();
    }

    static double[] each(double[] a, DoubleUnaryOperator function) {
        return Arrays.stream(a).map(function).toArray();
    }

    static double[] sigmoid(double[] a) {
        return each(a, v -> 1 / (1 + Math.exp(-v)));
    }

    static double dot(double[] a, double[] b) {
        return Arrays.stream(by(a, b)).sum();
    }

    static double[] softmax(double[] scores) {
        double most = Arrays.stream(scores).max().orElse(0);
        double[] powers = each(scores, score -> Math.exp(score - most));
        double sum = Arrays.stream(powers).sum();
        return each(powers, power -> power / sum);
    }

    static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    static double[] unboxed(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Returns numbers by age, the newest first. An age without a number has 0. */
    static List<Double> byAge(double[] oldestFirst, int window) {
        double[] aged = new double[window];
        for (int age = 0; age < oldestFirst.length; age++) {
            aged[age] = oldestFirst[oldestFirst.length - 1 - age];
        }
        return boxed(aged);
    }

    /** Elman 1990: the hidden units see the input and their previous values. */
    private static final class Elman extends ReferenceCell {
        private double[] h;

        Elman(Map<String, Parameter> weights, String suffix, int hidden) {
            super(weights, suffix);
            h = new double[hidden];
        }

        @Override
        Step step(double[] x) {
            h = each(net(0, x, h), Math::tanh);
            return new Step(boxed(h), Map.of());
        }
    }

    /** PyTorch's GRU: n = tanh(W_n x + b_n + r (U_n h + b'_n)), h' = (1 - z) n + z h. */
    private static final class Gru extends ReferenceCell {
        private double[] h;

        Gru(Map<String, Parameter> weights, String suffix, int hidden) {
            super(weights, suffix);
            h = new double[hidden];
        }

        @Override
        Step step(double[] x) {
            int units = h.length;
            double[] r = sigmoid(net(0, x, h));
            double[] z = sigmoid(net(1, x, h));
            double[] fromX = plus(times("w_ih", x, 2 * units, 3 * units), vector("b_ih", 2 * units, 3 * units));
            double[] fromH = plus(times("w_hh", h, 2 * units, 3 * units), vector("b_hh", 2 * units, 3 * units));
            double[] n = each(plus(fromX, by(r, fromH)), Math::tanh);
            double[] replaced = each(z, gate -> 1 - gate);
            h = plus(by(replaced, n), by(z, h));
            return new Step(boxed(h), Map.of("replaced", boxed(replaced), "past_used", boxed(r)));
        }
    }

    /** Cho et al. 2014, equations 5 and 8 (r on h itself), with Chung et al. 2014, equation 4: h' = (1 - z) h + z n. */
    private static final class Cho extends ReferenceCell {
        private double[] h;

        Cho(Map<String, Parameter> weights, String suffix, int hidden) {
            super(weights, suffix);
            h = new double[hidden];
        }

        @Override
        Step step(double[] x) {
            double[] r = sigmoid(net(0, x, h));
            double[] z = sigmoid(net(1, x, h));
            double[] n = each(net(2, x, by(r, h)), Math::tanh);
            h = plus(by(each(z, gate -> 1 - gate), h), by(z, n));
            return new Step(boxed(h), Map.of("replaced", boxed(z), "past_used", boxed(r)));
        }
    }

    /** Hochreiter and Schmidhuber 1997 with Gers et al. 2000: c' = f c + i g, h' = o tanh(c'). */
    private static final class Lstm extends ReferenceCell {
        private double[] h;
        private double[] c;

        Lstm(Map<String, Parameter> weights, String suffix, int hidden) {
            super(weights, suffix);
            h = new double[hidden];
            c = new double[hidden];
        }

        @Override
        Step step(double[] x) {
            double[] i = sigmoid(net(0, x, h));
            double[] f = sigmoid(net(1, x, h));
            double[] g = each(net(2, x, h), Math::tanh);
            double[] o = sigmoid(net(3, x, h));
            c = plus(by(f, c), by(i, g));
            h = by(o, each(c, Math::tanh));
            return new Step(
                    boxed(h), Map.of("forgotten", boxed(each(f, v -> 1 - v)), "written", boxed(i), "shown", boxed(o)));
        }
    }

    /** Gers, Schraudolph and Schmidhuber 2002: i and f see c, o sees c'. */
    private static final class Peephole extends ReferenceCell {
        private double[] h;
        private double[] c;

        Peephole(Map<String, Parameter> weights, String suffix, int hidden) {
            super(weights, suffix);
            h = new double[hidden];
            c = new double[hidden];
        }

        @Override
        Step step(double[] x) {
            int units = h.length;
            double[] i = sigmoid(plus(net(0, x, h), by(vector("w_peep", 0, units), c)));
            double[] f = sigmoid(plus(net(1, x, h), by(vector("w_peep", units, 2 * units), c)));
            double[] g = each(net(2, x, h), Math::tanh);
            c = plus(by(f, c), by(i, g));
            double[] o = sigmoid(plus(net(3, x, h), by(vector("w_peep", 2 * units, 3 * units), c)));
            h = by(o, each(c, Math::tanh));
            return new Step(
                    boxed(h), Map.of("forgotten", boxed(each(f, v -> 1 - v)), "written", boxed(i), "shown", boxed(o)));
        }
    }

    /** He et al. 2016: y = F(x) + x (equation 1), or F(x) + W x if the widths differ (equation 2). */
    private static final class Residual extends ReferenceCell {
        private final ReferenceCell inner;

        Residual(Map<String, Parameter> weights, String suffix, ReferenceCell inner) {
            super(weights, suffix);
            this.inner = inner;
        }

        @Override
        Step step(double[] x) {
            Step step = inner.step(x);
            double[] around = has("w_skip") ? times("w_skip", x, 0, step.y.size()) : x;
            return new Step(boxed(plus(unboxed(step.y), around)), step.gates);
        }
    }

    /** Luong et al. 2015, equations 5, 7 and 8 ("general"), over the inner cell's vectors of the last steps. */
    private static final class Attention extends ReferenceCell {
        private final ReferenceCell inner;
        private final int window;
        private final Deque<double[]> past = new ArrayDeque<>();

        Attention(Map<String, Parameter> weights, String suffix, ReferenceCell inner, int window) {
            super(weights, suffix);
            this.inner = inner;
            this.window = window;
        }

        @Override
        Step step(double[] x) {
            Step step = inner.step(x);
            double[] h = unboxed(step.y);
            double[] query = times("w_score", h, 0, h.length);
            double[] shares =
                    softmax(past.stream().mapToDouble(s -> dot(query, s)).toArray());
            double[] contextAndH = new double[2 * h.length];
            int place = 0;
            for (double[] s : past) {
                for (int i = 0; i < s.length; i++) {
                    contextAndH[i] += shares[place] * s[i];
                }
                place++;
            }
            System.arraycopy(h, 0, contextAndH, h.length, h.length);
            past.addLast(h);
            if (past.size() > window) {
                past.removeFirst();
            }
            Map<String, List<Double>> gates = new HashMap<>(step.gates);
            gates.put("attended", byAge(shares, window));
            return new Step(boxed(each(times("w_context", contextAndH, 0, h.length), Math::tanh)), gates);
        }
    }

    /**
     * Vaswani et al. 2017: softmax(Q K / sqrt(d)) V by head (equation 1 and section 3.2.2), then the position-wise
     * network (equation 2), each as LayerNorm(x + Sublayer(x)) (section 3.1). A number for each head and age is added
     * to the scores.
     */
    private static final class Transformer extends ReferenceCell {
        private static final int HEADS = 4;

        private final int window;
        private final int units;
        private final Deque<double[]> keys = new ArrayDeque<>();
        private final Deque<double[]> values = new ArrayDeque<>();

        Transformer(Map<String, Parameter> weights, String suffix, int hidden, int window) {
            super(weights, suffix);
            this.units = hidden;
            this.window = window;
        }

        @Override
        Step step(double[] x) {
            double[] e = has("w_in") ? linear("in", x) : x;
            double[] qkv = linear("qkv", e);
            remember(keys, Arrays.copyOfRange(qkv, units, 2 * units));
            remember(values, Arrays.copyOfRange(qkv, 2 * units, 3 * units));
            double[] context = new double[units];
            double[] attended = new double[keys.size()];
            for (int head = 0; head < HEADS; head++) {
                attended = plus(attended, attend(head, qkv, context));
            }
            double[] a = normal(plus(e, linear("out", context)), "a");
            double[] inner = each(linear("wide", a), v -> Math.max(0, v));
            double[] y = normal(plus(a, linear("narrow", inner)), "f");
            return new Step(boxed(y), Map.of("attended", byAge(each(attended, v -> v / HEADS), window)));
        }

        private void remember(Deque<double[]> past, double[] vector) {
            past.addLast(vector);
            if (past.size() > window) {
                past.removeFirst();
            }
        }

        /** Fills the part of one head in the context, and returns the weights, the oldest first. */
        private double[] attend(int head, double[] query, double[] context) {
            int size = units / HEADS;
            double[] scores = new double[keys.size()];
            int place = 0;
            for (double[] key : keys) {
                for (int i = head * size; i < (head + 1) * size; i++) {
                    scores[place] += query[i] * key[i] / Math.sqrt(size);
                }
                int age = keys.size() - 1 - place;
                scores[place++] += weight("w_age").values()[age * HEADS + head];
            }
            double[] shares = softmax(scores);
            place = 0;
            for (double[] value : values) {
                for (int i = head * size; i < (head + 1) * size; i++) {
                    context[i] += shares[place] * value[i];
                }
                place++;
            }
            return shares;
        }

        /** Returns the layer normalisation of Ba, Kiros and Hinton 2016, with 1e-5 added to the variance. */
        private double[] normal(double[] v, String name) {
            double mean = Arrays.stream(v).average().orElse(0);
            double variance = Arrays.stream(v)
                    .map(one -> (one - mean) * (one - mean))
                    .average()
                    .orElse(0);
            double[] standard = each(v, one -> (one - mean) / Math.sqrt(variance + 1e-5));
            return plus(by(standard, vector("scale_" + name, 0, units)), vector("shift_" + name, 0, units));
        }
    }
}
