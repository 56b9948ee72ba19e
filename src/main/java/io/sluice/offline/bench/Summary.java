package io.sluice.offline.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.config.SluiceConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The values of each variant over the rounds, and their ratios to the values of {@code stock} and of
 * {@code one-by-one}. A ratio compares two runs of the same round, because they had about the same load of the machine.
 */
public record Summary(List<Row> values, List<Row> ratios) {
    private static final List<Variant> BASES = List.of(Variant.STOCK, Variant.ONE_BY_ONE);

    public Summary {
        values = List.copyOf(values);
        ratios = List.copyOf(ratios);
    }

    /**
     * The quantities of a variant over one store.
     *
     * @param against the variant by whose values those of {@code variant} are divided; null for the values themselves
     * @param quantities a spread for each quantity, by its name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Row(
            SluiceConfig.StateStore store,
            Variant variant,
            @Nullable Variant against,
            Map<String, Spread> quantities) {
        public Row {
            quantities = Collections.unmodifiableMap(new LinkedHashMap<>(quantities));
        }
    }

    /** The median and the range of the rounds. */
    public record Spread(double median, double min, double max) {
        /** Takes the values of at least one round. */
        static Spread of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }
    }

    /**
     * Summarises runs.
     *
     * @param turn gives the place of a run
     * @param quantities the quantities of a run, by their names
     */
    public static <R> Summary of(List<R> runs, Function<R, Turn> turn, Map<String, ToDoubleFunction<R>> quantities) {
        Map<Turn, R> byTurn = new LinkedHashMap<>();
        runs.forEach(run -> byTurn.put(turn.apply(run), run));
        List<Row> values = new ArrayList<>();
        List<Row> ratios = new ArrayList<>();
        for (SluiceConfig.StateStore store : distinct(byTurn, Turn::store)) {
            for (Variant variant : distinct(byTurn, Turn::variant)) {
                values.add(row(byTurn, store, variant, null, quantities));
                for (Variant base : BASES) {
                    if (base != variant && distinct(byTurn, Turn::variant).contains(base)) {
                        ratios.add(row(byTurn, store, variant, base, quantities));
                    }
                }
            }
        }
        return new Summary(values, ratios);
    }

    private static <T> Set<T> distinct(Map<Turn, ?> runs, Function<Turn, T> part) {
        Set<T> found = new LinkedHashSet<>();
        runs.keySet().forEach(turn -> found.add(part.apply(turn)));
        return found;
    }

    private static <R> Row row(
            Map<Turn, R> runs,
            SluiceConfig.StateStore store,
            Variant variant,
            @Nullable Variant against,
            Map<String, ToDoubleFunction<R>> quantities) {
        Map<String, Spread> spreads = new LinkedHashMap<>();
        quantities.forEach((name, quantity) -> spreads.put(
                name,
                Spread.of(distinct(runs, Turn::round).stream()
                        .mapToDouble(round -> value(runs, new Turn(round, variant, store), quantity)
                                / (against == null ? 1 : value(runs, new Turn(round, against, store), quantity)))
                        .toArray())));
        return new Row(store, variant, against, spreads);
    }

    private static <R> double value(Map<Turn, R> runs, Turn turn, ToDoubleFunction<R> quantity) {
        return quantity.applyAsDouble(Objects.requireNonNull(runs.get(turn), "each variant runs in each round"));
    }
}
