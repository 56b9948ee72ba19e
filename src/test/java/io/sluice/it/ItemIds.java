package io.sluice.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.stream.SequentialOracle;
import io.sluice.torch.ItemBundle;
import java.util.List;
import java.util.regex.Pattern;

/** Makes rows of items: the number in the name of an item, or 0 if the test bundle does not have the item. */
final class ItemIds implements SequentialOracle.Rows {
    private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}]*");
    private static final Pattern KNOWN = Pattern.compile("item-([1-9]\\d*)");

    @Override
    public boolean isValid(JsonNode event) {
        JsonNode item = event.path("item");
        return item.isIntegralNumber()
                || (item.isTextual() && !INVISIBLE.matcher(item.asText()).matches());
    }

    @Override
    public List<Float> row(JsonNode event, long gapMillis) {
        var known = KNOWN.matcher(event.get("item").asText());
        int id = known.matches() ? Integer.parseInt(known.group(1)) : 0;
        return List.of(id > ItemBundle.ITEMS ? 0f : id);
    }
}
