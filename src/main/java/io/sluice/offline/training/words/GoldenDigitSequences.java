package io.sluice.offline.training.words;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words of the golden vectors, for three keys. The third has words that the vocabulary lacks. */
final class GoldenDigitSequences {
    private GoldenDigitSequences() {}

    static Map<String, List<String>> wordsByKey() {
        Map<String, List<String>> sequences = new LinkedHashMap<>();
        sequences.put(
                "english",
                split("seven two again before first nine zero four again five first six before three one eight before"
                        + " two two first again seven"));
        sequences.put(
                "any",
                split("drei uno encore avant premier neuf cinco acht otra antes primero sette zwei nochmal deux erste"
                        + " ocho null davor quattro ancora"));
        sequences.put(
                "other",
                split("ten eleven first again 7 x before many most none of all that was ever said by any one here"));
        return sequences;
    }

    private static List<String> split(String text) {
        return List.of(text.split(" ", -1));
    }
}
