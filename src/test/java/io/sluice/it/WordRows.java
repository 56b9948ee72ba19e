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
 * Makes rows of texts: the ids of words and of runs of punctuation in lower case, cut or padded to a fixed number. This
 * is a second implementation of the test bundle's {@code tokenizer.json}.
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
