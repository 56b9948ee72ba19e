package io.sluice.training;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The losses of a training by epoch, as an SVG picture: of the examples that are learned, of those that are held back
 * where there are some, and of each fold in grey.
 *
 * <p>Written by hand, as it is two polylines and their axes; a plotting library draws them with the fonts of the machine,
 * which a Java runtime alone does not have.
 */
final class LossCurves {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 44;
    private static final int BOTTOM = 52;
    /** Told apart by people who see no red or no green, too. */
    private static final String BLUE = "#0072b2";

    private static final String ORANGE = "#d55e00";
    private static final String GREY = "#bbbbbb";

    private final String title;
    private final Trained trained;
    private final List<? extends Measured<?>> folds;
    private final int epochs;
    private final double least;
    private final double most;
    private final double step;

    LossCurves(String title, Trained trained, List<? extends Measured<?>> folds) {
        this.title = title;
        this.trained = trained;
        this.folds = List.copyOf(folds);
        List<Epoch> all = Stream.concat(
                        trained.epochs().stream(), folds.stream().flatMap(fold -> fold.epochs().stream()))
                .toList();
        double low = losses(all).min().orElse(0);
        double high = losses(all).max().orElse(1);
        this.step = roundStep(Math.max((high - low) / 5, Math.abs(high) * 1e-3 + 1e-9));
        this.least = Math.floor(low / step) * step;
        this.most = Math.max(Math.ceil(high / step) * step, least + step);
        this.epochs = all.stream().mapToInt(Epoch::epoch).max().orElse(1);
    }

    private static DoubleStream losses(List<Epoch> epochs) {
        return epochs.stream().flatMapToDouble(epoch -> DoubleStream.of(epoch.loss(), judged(epoch)));
    }

    /** The validation loss, or the other one where nothing was held back. */
    private static double judged(Epoch epoch) {
        return Objects.requireNonNullElse(epoch.validation(), epoch.loss());
    }

    /** The next of 1, 2 and 5 times a power of ten. */
    private static double roundStep(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        return DoubleStream.of(1, 2, 5, 10)
                .map(factor -> factor * power)
                .filter(candidate -> candidate >= atLeast * 0.999)
                .findFirst()
                .orElse(10 * power);
    }

    byte[] svg() {
        String text = """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="%d" y="26" font-size="16">%s</text>
                %s%s%s%s</svg>
                """.formatted(WIDTH, HEIGHT, LEFT, escaped(title), axes(), foldCurves(), curves(), legend());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String axes() {
        StringBuilder axes = new StringBuilder();
        long ticks = Math.round((most - least) / step);
        for (int i = 0; i <= ticks; i++) {
            double loss = least + i * step;
            axes.append(line(x(1), y(loss), WIDTH - RIGHT, y(loss)))
                    .append(label(LEFT - 10, y(loss) + 4, "end", number(loss)));
        }
        int every = (int) Math.max(1, roundStep(epochs / 10.0));
        IntStream.rangeClosed(1, epochs)
                .filter(epoch -> epoch == 1 || epoch % every == 0)
                .forEach(
                        epoch -> axes.append(label(x(epoch), HEIGHT - BOTTOM + 20, "middle", Integer.toString(epoch))));
        return axes.append(label((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", "epoch"))
                .append(label(16, TOP - 10, "start", "loss"))
                .toString();
    }

    private String number(double loss) {
        int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%." + digits + "f", loss);
    }

    private String foldCurves() {
        return folds.stream()
                .map(fold -> curve(fold.epochs(), LossCurves::judged, GREY, 1))
                .collect(Collectors.joining());
    }

    private String curves() {
        String learned = curve(trained.epochs(), Epoch::loss, BLUE, 2);
        return isJudged() ? learned + curve(trained.epochs(), LossCurves::judged, ORANGE, 2) + best() : learned;
    }

    private boolean isJudged() {
        return trained.epochs().stream().anyMatch(epoch -> epoch.validation() != null);
    }

    private String curve(List<Epoch> epochs, ToDoubleFunction<Epoch> loss, String colour, int width) {
        String points = epochs.stream()
                .map(epoch -> String.format(Locale.ROOT, "%.1f,%.1f", x(epoch.epoch()), y(loss.applyAsDouble(epoch))))
                .collect(Collectors.joining(" "));
        String dots = epochs.size() > 1 ? "" : dot(epochs.get(0).epoch(), loss.applyAsDouble(epochs.get(0)), colour);
        return "<polyline points=\"" + points + "\" fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"" + width
                + "\"/>\n" + dots;
    }

    private String best() {
        return dot(trained.best(), judged(trained.epochs().get(trained.best() - 1)), ORANGE);
    }

    private String dot(int epoch, double loss, String colour) {
        return String.format(
                Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>\n", x(epoch), y(loss), colour);
    }

    private String legend() {
        String learned = entry(WIDTH - 150, BLUE, "learned");
        String held = isJudged() ? entry(WIDTH - 260, ORANGE, "held back") : "";
        return learned + held + (folds.isEmpty() ? "" : entry(WIDTH - 340, GREY, "folds"));
    }

    private static String entry(int x, String colour, String text) {
        return "<rect x=\"" + x + "\" y=\"19\" width=\"14\" height=\"4\" fill=\"" + colour + "\"/>\n"
                + label(x + 20, 26, "start", text);
    }

    private static String line(double fromX, double fromY, double toX, double toY) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#e5e5e5\"/>\n",
                fromX,
                fromY,
                toX,
                toY);
    }

    private static String label(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#444444\">%s</text>\n",
                x,
                y,
                anchor,
                text);
    }

    private double x(int epoch) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (epoch - 1.0) / Math.max(1, epochs - 1);
    }

    private double y(double loss) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (loss - least) / (most - least);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
