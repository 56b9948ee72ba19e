package io.sluice.offline.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.training.loop.Epoch;
import io.sluice.offline.training.loop.TinyLearner;
import io.sluice.offline.training.loop.TrainingResult;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class LossCurvesTest {
    private static final List<Epoch> FALLING =
            List.of(epoch(1, 0.9, 1.1), epoch(2, 0.5, 0.8), epoch(3, 0.4, 0.85), epoch(4, 0.35, 0.9));

    @Test
    void eachLossAndEachFoldHasACurve() throws Exception {
        FoldResult<TinyLearner.None> fold = new FoldResult<>(1, FALLING.subList(0, 2), 2, new TinyLearner.None());
        Document picture = picture(FALLING, List.of(fold, fold, fold));
        assertThat(curves(picture)).hasSize(3 + 2);
    }

    @Test
    void lowerLossesAreLowerAndLaterEpochsAreFurtherRight() throws Exception {
        List<double[]> learned = curves(picture(FALLING, List.of())).get(0);
        assertThat(learned).hasSize(4);
        for (int i = 1; i < learned.size(); i++) {
            assertThat(learned.get(i)[0]).isGreaterThan(learned.get(i - 1)[0]);
            assertThat(learned.get(i)[1]).isGreaterThan(learned.get(i - 1)[1]);
        }
    }

    @Test
    void theDotMarksTheEpochWhoseWeightsAreKept() throws Exception {
        Document picture = picture(FALLING, List.of());
        Element dot = (Element) picture.getElementsByTagName("circle").item(0);
        double[] second = curves(picture).get(1).get(1);
        assertThat(Double.parseDouble(dot.getAttribute("cx"))).isEqualTo(second[0]);
        assertThat(Double.parseDouble(dot.getAttribute("cy"))).isEqualTo(second[1]);
    }

    @Test
    void extremeLossesStayInsideThePicture() throws Exception {
        for (List<Epoch> epochs : List.of(
                List.of(epoch(1, 0, null)),
                List.of(epoch(1, 1e-12, null), epoch(2, 1e9, null)),
                List.of(epoch(1, -5, -6.5), epoch(2, -5, -6.5)))) {
            assertThat(curves(picture(epochs, List.of()))).allSatisfy(curve -> assertThat(curve)
                    .allMatch(point -> point[0] >= 0 && point[0] <= 800 && point[1] >= 0 && point[1] <= 420));
        }
    }

    private static Epoch epoch(int number, double loss, Double validation) {
        return new Epoch(number, loss, validation, 0.01, 1, 10, 2);
    }

    private static Document picture(List<Epoch> epochs, List<FoldResult<TinyLearner.None>> folds) throws Exception {
        int best = Math.min(2, epochs.size());
        byte[] svg = new LossCurves("a < b & c", new TrainingResult(new byte[0], epochs, best), folds).svg();
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    /** Returns the points of each curve. The folds come first. */
    private static List<List<double[]>> curves(Document picture) {
        NodeList lines = picture.getElementsByTagName("polyline");
        List<List<double[]>> curves = new ArrayList<>();
        for (int i = 0; i < lines.getLength(); i++) {
            String points = ((Element) lines.item(i)).getAttribute("points");
            curves.add(Arrays.stream(points.split(" "))
                    .map(point -> Arrays.stream(point.split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList());
        }
        return curves;
    }
}
