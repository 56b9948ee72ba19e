package io.sluice.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Judges a JSON event with the channels a and b by simple rules over Jackson's strict tree of its characters. It shares
 * no code with Sluice.
 */
final class StrictJudge {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final long FIRST_YEAR = -62_135_596_800_000L;
    private static final long AFTER_LAST_YEAR = 253_402_300_800_000L;
    private static final long LEAST_MILLIS = 100_000_000_000L;

    /** UNKNOWN: the rules do not say it. */
    enum Verdict {
        VALID,
        INVALID,
        UNKNOWN
    }

    private StrictJudge() {}

    /** Judges a value that is one event. */
    static Verdict event(byte[] value) {
        return value.length > HostileRecords.MAX_BYTES ? Verdict.INVALID : judge(value, "");
    }

    /** Judges a structured CloudEvent by its data alone, if that is one event. */
    static Verdict envelope(byte[] value) {
        return value.length > HostileRecords.MAX_BYTES ? Verdict.INVALID : judge(value, "/data");
    }

    private static Verdict judge(byte[] value, String pointer) {
        try {
            return judge(read(value).at(pointer));
        } catch (CharacterCodingException | JsonProcessingException e) {
            return Verdict.INVALID;
        }
    }

    private static JsonNode read(byte[] value) throws CharacterCodingException, JsonProcessingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(value))
                .toString();
        return JSON.readTree(text.startsWith("\ufeff") ? text.substring(1) : text);
    }

    private static Verdict judge(JsonNode event) {
        if (!event.isObject() || List.of("a", "b").stream().anyMatch(name -> !isChannel(event.path(name)))) {
            return Verdict.INVALID;
        }
        boolean isEmpty =
                List.of("a", "b").stream().noneMatch(name -> event.path(name).isNumber());
        return isEmpty ? Verdict.INVALID : time(event.path("timestamp"));
    }

    private static boolean isChannel(JsonNode value) {
        boolean isMissing = value.isMissingNode() || value.isNull();
        return isMissing || (value.isNumber() && Float.isFinite(channel(value)));
    }

    private static float channel(JsonNode value) {
        return (float) value.doubleValue();
    }

    /** Returns the numbers that the model must read of a valid event; NaN for a missing one. */
    static List<Float> channels(byte[] value) {
        try {
            JsonNode event = read(value);
            return Stream.of(event.path("a"), event.path("b"))
                    .map(number -> number.isNumber() ? channel(number) + 0f : Float.NaN) // makes -0 equal to 0
                    .toList();
        } catch (CharacterCodingException | JsonProcessingException e) {
            throw new IllegalStateException("the event is not valid", e);
        }
    }

    /** Times that are strings are judged by the lists that they come from. One that was damaged is unknown. */
    private static Verdict text(String time) {
        if (HostileRecords.TIMES.contains(time)) {
            return Verdict.VALID;
        }
        return HostileRecords.BAD_TIMES.contains(time) ? Verdict.INVALID : Verdict.UNKNOWN;
    }

    private static Verdict time(JsonNode time) {
        if (time.isTextual()) {
            return text('"' + time.textValue() + '"');
        }
        boolean isMillis = time.isIntegralNumber()
                && time.canConvertToLong()
                && Math.abs(time.doubleValue()) >= LEAST_MILLIS
                && time.longValue() >= FIRST_YEAR
                && time.longValue() < AFTER_LAST_YEAR;
        return time.isMissingNode() || time.isNull() || isMillis ? Verdict.VALID : Verdict.INVALID;
    }
}
