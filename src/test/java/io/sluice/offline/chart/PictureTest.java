package io.sluice.offline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PictureTest {
    private static final List<Point> RISING = List.of(new Point(0, 0), new Point(1, 5), new Point(2, 10));

    private static Chart chart() {
        return new Chart("title", Axis.of("time"), Axis.of("value"));
    }

    private static Document draw(Chart... charts) throws Exception {
        byte[] svg = new Picture(Arrays.asList(charts)).svg();
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    private static List<Element> elements(Document picture, String tag) {
        NodeList found = picture.getElementsByTagName(tag);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static List<String> texts(Document picture) {
        return elements(picture, "text").stream().map(Element::getTextContent).toList();
    }

    private static List<double[]> points(Element polyline) {
        return Arrays.stream(polyline.getAttribute("points").split(" "))
                .map(point -> Arrays.stream(point.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
    }

    @Test
    void largerValuesAreFurtherRightAndHigher() throws Exception {
        List<double[]> line = points(elements(draw(chart().line("a", Colour.BLUE, RISING)), "polyline")
                .get(0));
        assertThat(line).hasSize(3);
        assertThat(line.get(1)[0] - line.get(0)[0]).isEqualTo(line.get(2)[0] - line.get(1)[0]);
        assertThat(line.get(0)[1] - line.get(1)[1]).isPositive().isEqualTo(line.get(1)[1] - line.get(2)[1]);
    }

    @Test
    void titleAxesAndLegendAreWrittenAndEachLegendOnce() throws Exception {
        Chart chart = chart().band("truth <1>", Colour.ORANGE, 0, 1).band("truth <1>", Colour.ORANGE, 1, 2);
        assertThat(texts(draw(chart.line("", Colour.BLUE, RISING))))
                .contains("title", "time", "value", "0", "2", "10")
                .containsOnlyOnce("truth <1>")
                .doesNotContain("");
    }

    @Test
    void aLegendThatIsTooLongForARowGoesOnInTheNext() throws Exception {
        String last = "quick score opens an incident, 0.752";
        Chart chart = chart().band("not judged", Colour.GREY, 0, 1).band("incident open", Colour.PURPLE, 1, 2);
        chart.line("score", Colour.BLUE, RISING).line("quick score", Colour.ORANGE, RISING);
        Document picture = draw(chart.dashes(last, Colour.GREEN, RISING));
        Element first = element(picture, "not judged");
        Element wrapped = element(picture, last);
        assertThat(wrapped.getAttribute("x")).isEqualTo(first.getAttribute("x"));
        assertThat(Double.parseDouble(wrapped.getAttribute("y")))
                .isGreaterThan(Double.parseDouble(first.getAttribute("y")));
        assertThat(element(picture, "score").getAttribute("y")).isEqualTo(first.getAttribute("y"));
    }

    private static Element element(Document picture, String text) {
        return elements(picture, "text").stream()
                .filter(one -> one.getTextContent().equals(text))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAxisOfCountsLabelsWholeNumbersOnly() throws Exception {
        Chart chart = new Chart("title", Axis.whole("epoch"), Axis.of("loss")).line("", Colour.BLUE, RISING);
        assertThat(texts(draw(chart))).contains("1").doesNotContain("0.5", "1.5", "0.25");
    }

    @Test
    void aLogarithmicAxisShowsEqualRatiosAsEqualDistances() throws Exception {
        Chart chart = new Chart("title", Axis.of("x"), Axis.logarithmic("y"))
                .line("", Colour.BLUE, List.of(new Point(0, 1e-6), new Point(1, 1e-3), new Point(2, 1)));
        Document picture = draw(chart);
        List<double[]> line = points(elements(picture, "polyline").get(0));
        assertThat(line.get(0)[1] - line.get(1)[1]).isEqualTo(line.get(1)[1] - line.get(2)[1]);
        assertThat(texts(picture)).contains("1e-6", "1e0");
    }

    @Test
    void aLineBreaksWhereAValueIsMissing() throws Exception {
        Chart chart =
                chart().line("", Colour.BLUE, List.of(new Point(0, 1), new Point(1, Double.NaN), new Point(2, 1)));
        assertThat(elements(draw(chart), "polyline")).hasSize(2);
    }

    @Test
    void manyPointsAreReducedAndNoPeakIsLost() throws Exception {
        List<Point> many = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            many.add(new Point(i, i == 77_777 ? 100 : i == 33_333 ? -100 : i % 2));
        }
        List<double[]> line = points(
                elements(draw(chart().line("", Colour.BLUE, many)), "polyline").get(0));
        assertThat(line).hasSizeLessThan(3200);
        double lowest = line.stream().mapToDouble(point -> point[1]).max().orElseThrow();
        double highest = line.stream().mapToDouble(point -> point[1]).min().orElseThrow();
        double middle = line.get(0)[1];
        assertThat(middle - highest).isGreaterThan(100);
        assertThat(lowest - middle).isGreaterThan(100);
    }

    @Test
    void charactersThatXmlForbidsDoNotBreakThePicture() throws Exception {
        Chart chart = new Chart("a < b & c \u0000 \ud83d\ude00", Axis.of("x"), Axis.of("y"));
        assertThat(texts(draw(chart))).contains("a < b & c \uFFFD \ud83d\ude00");
    }

    @Test
    void chartsAreDrawnBelowEachOther() throws Exception {
        Document picture = draw(chart().line("", Colour.BLUE, RISING), chart().line("", Colour.BLUE, RISING));
        List<Element> lines = elements(picture, "polyline");
        assertThat(points(lines.get(1)).get(2)[1])
                .isGreaterThan(points(lines.get(0)).get(0)[1]);
    }

    @Test
    void valuesOfAnySizeStayInsideThePicture() throws Exception {
        for (double size : new double[] {0, 1e-12, 1, 123_456, 1e15, 1e300}) {
            Document picture = draw(chart().line("", Colour.BLUE, List.of(new Point(0, -size), new Point(1, size))));
            assertThat(elements(picture, "polyline"))
                    .allSatisfy(line -> assertThat(points(line)).allMatch(point -> point[1] >= 0 && point[1] <= 420));
            assertThat(texts(picture)).allMatch(text -> text.length() < 10);
        }
    }

    @Test
    void anAxisOfTimesHasRoundTimesAsLabels() throws Exception {
        assertThat(timesOf("2026-03-01T22:50:00Z", "2026-03-02T03:10:00Z"))
                .containsSequence("03-01 23:00", "03-02 00:00", "03-02 01:00", "03-02 02:00", "03-02 03:00");
        assertThat(timesOf("2026-02-27T12:00:00Z", "2026-03-03T01:00:00Z"))
                .containsSequence("2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03");
        assertThat(timesOf("2026-03-01T00:00:07Z", "2026-03-01T00:00:58Z"))
                .containsSequence("00:00:10", "00:00:20", "00:00:30", "00:00:40", "00:00:50");
        assertThat(timesOf("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z")).contains("00:00:00.000");
    }

    private static List<String> timesOf(String from, String to) throws Exception {
        Chart chart = new Chart("title", Axis.times("time"), Axis.of("value", 0, 1));
        return texts(draw(chart.line(
                "",
                Colour.BLUE,
                List.of(
                        new Point(Instant.parse(from).toEpochMilli(), 0),
                        new Point(Instant.parse(to).toEpochMilli(), 1)))));
    }
}
