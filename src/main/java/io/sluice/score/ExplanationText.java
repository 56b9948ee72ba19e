package io.sluice.score;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Says in one or two sentences what deviated most. */
final class ExplanationText {
    private static final MathContext SHORT = new MathContext(4);
    private static final int MOST_PARTS = 2;

    private ExplanationText() {}

    /** Returns the sentences. */
    static String of(Explanation explanation) {
        return explanation.channels().stream()
                .filter(channel -> !channel.parts().isEmpty())
                .max(Comparator.comparingDouble(ExplanationText::share))
                .map(channel -> text(channel, explanation.channels().size()))
                .orElse("Nothing deviates.");
    }

    private static String text(Explanation.ExplainedChannel channel, int channels) {
        if (channels == 1) {
            return reading(channel) + parts(channel.parts());
        }
        double share = share(channel);
        return share == 0
                ? "The model's surprise is rare. It does not say which channel surprises."
                : reading(channel) + " Its share in the deviation is " + percent(share) + "." + parts(channel.parts());
    }

    /** Returns the share of a channel in the deviation; 0 if it is unknown. */
    private static double share(Explanation.ExplainedChannel channel) {
        Float share = channel.channel().contribution();
        return share == null ? 0 : share;
    }

    private static String reading(Explanation.ExplainedChannel channel) {
        List<String> clauses = new ArrayList<>();
        Float value = channel.value();
        clauses.add(channel.channel().name() + " is " + (value == null ? "missing" : number(value)));
        Explanation.Usual usual = channel.usual();
        if (usual != null) {
            clauses.add("usual is " + number(usual.from()) + " to " + number(usual.to()));
        }
        Float expected = channel.channel().expected();
        if (expected != null) {
            clauses.add("the forecast was " + number(expected));
        }
        return String.join("; ", clauses) + ".";
    }

    private static String parts(List<Explanation.Part> parts) {
        double sum = parts.stream().mapToDouble(Explanation.Part::size).sum();
        List<String> largest = parts.stream()
                .sorted(Comparator.comparingDouble(Explanation.Part::size).reversed())
                .limit(MOST_PARTS)
                .map(part -> part.name() + " (" + percent(part.size() / sum) + ")")
                .toList();
        return " Largest parts: " + String.join(", ", largest) + ".";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static String number(float number) {
        BigDecimal rounded = new BigDecimal(Float.toString(number)).round(SHORT).stripTrailingZeros();
        return rounded.precision() - rounded.scale() > 7 || rounded.scale() > 7
                ? rounded.toString()
                : rounded.toPlainString();
    }
}
