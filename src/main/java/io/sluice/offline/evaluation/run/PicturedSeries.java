package io.sluice.offline.evaluation.run;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The series that a user wants to see in the picture.
 *
 * @param names the names of the series in the data; empty if the format chooses
 */
public record PicturedSeries(List<String> names) {
    /** The choice of the format. */
    public static final PicturedSeries BY_FORMAT = new PicturedSeries(List.of());

    private static final int NAMES_IN_MESSAGE = 10;

    public PicturedSeries {
        names = List.copyOf(names);
    }

    /**
     * Requires that the data has each of the series.
     *
     * @param existing the names of all series of the data
     * @throws EvaluationException if there is no such series
     */
    public void requireAmong(List<String> existing) {
        for (String name : names) {
            if (!existing.contains(name)) {
                throw new EvaluationException("--series " + name + ": the data has no such series; it has "
                        + existing.stream().limit(NAMES_IN_MESSAGE).collect(Collectors.joining(", "))
                        + (existing.size() > NAMES_IN_MESSAGE
                                ? " and " + (existing.size() - NAMES_IN_MESSAGE) + " more"
                                : ""));
            }
        }
    }

    /**
     * Returns the series that the user named, in the order of the names.
     *
     * @param existing all series of the data
     * @param name returns the name of a series
     * @param usual the format's choice, which is returned if the user named none
     */
    public <T> List<T> choose(List<T> existing, Function<T, String> name, List<T> usual) {
        if (names.isEmpty()) {
            return usual;
        }
        return names.stream()
                .flatMap(wanted ->
                        existing.stream().filter(one -> name.apply(one).equals(wanted)))
                .toList();
    }
}
