package io.sluice.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.stream.SequentialOracle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows of texts: words and runs of punctuation in lower case, by their place in a list, cut or padded to a fixed
 * number. It is what the test bundle's {@code tokenizer.json} says, written down a second time.
 */
record WordRows(List<String> words, int tokens) implements SequentialOracle.Rows {
    private static final Pattern TOKEN = Pattern.compile("\\w+|[^\\w\\s]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}]*");

    @Override
    public boolean isValid(JsonNode event) {
        JsonNode text = event.path("text");
        return text.isTextual() && !INVISIBLE.matcher(text.asText()).matches();
    }

    @Override
    public List<Float> row(JsonNode event, long gapMillis) {
        List<Float> ids = new ArrayList<>();
        Matcher token = TOKEN.matcher(event.get("text").asText().toLowerCase(Locale.ROOT));
        while (ids.size() < tokens && token.find()) {
            int id = words.indexOf(token.group());
            ids.add((float) (id < 0 ? words.indexOf("[UNK]") : id));
        }
        ids.addAll(Collections.nCopies(tokens - ids.size(), 0f));
        return ids;
    }
}
