package io.sluice.offline.training.words;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What golden vectors are recorded on: three speakers, the last of whom says what no speaker says. */
final class GoldenDigitSequences {
    private GoldenDigitSequences() {}

    static Map<String, List<String>> keys() {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        keys.put(
                "english",
                words("seven two again before first nine zero four again five first six before three one eight before"
                        + " two two first again seven"));
        keys.put(
                "any",
                words("drei uno encore avant premier neuf cinco acht otra antes primero sette zwei nochmal deux erste"
                        + " ocho null davor quattro ancora"));
        keys.put(
                "other",
                words("ten eleven first again 7 x before many most none of all that was ever said by any one here"));
        return keys;
    }

    private static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }
}
