package io.sluice.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.TimestampUnit;
import io.sluice.event.Timestamps;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV with a header (RFC 4180). Each row becomes a JSON object of its columns.
 *
 * <p>A value that looks like a number becomes a JSON number with the same digits. A number with leading zeros stays
 * text, because it is a name. An empty value is left out. The column of the time holds ISO 8601 (UTC where it has no
 * zone) or a number since the epoch. It becomes ISO 8601 in UTC.
 */
final class CsvRecording implements Recording {
    /** The reason of a row whose values do not fit the header. */
    private static final String WRONG_COLUMNS = "wrong-columns";

    private static final ObjectWriter ROW =
            new CsvMapper().writerFor(String[].class).with(CsvSchema.emptySchema());
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?");
    /**
     * Numbers that JSON cannot write as they are: with a plus sign, or with no digit on one side of the point. A
     * decimal has no exponent of more digits.
     */
    private static final Pattern OTHER_NUMBER =
            Pattern.compile("[-+]?((0|[1-9]\\d*)(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,9})?");

    private static final Pattern QUOTED = Pattern.compile("\".*\"");
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String file;
    private final MappingIterator<String[]> rows;
    private final List<String> columns;
    private final int keyColumn;
    /** The column of the time; -1 if there is none. */
    private final int timeColumn;

    private final TimestampUnit unit;
    private final Set<String> strings;
    private long line;

    CsvRecording(String file, InputStream in, EventFields fields) throws IOException {
        this.file = file;
        this.unit = fields.unit();
        this.strings = fields.strings();
        this.rows = rows(in);
        this.columns = header();
        this.keyColumn = fields.key() == null ? -1 : requireColumn(fields.key());
        this.timeColumn = fields.timestamp().equals(EventFields.TIMESTAMP)
                ? column(EventFields.TIMESTAMP)
                : requireColumn(fields.timestamp());
        strings.forEach(this::requireColumn);
    }

    /** Reads the beginning of the file. */
    private MappingIterator<String[]> rows(InputStream in) throws IOException {
        try {
            return CsvMapper.builder()
                    .enable(CsvParser.Feature.WRAP_AS_ARRAY)
                    .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                    .build()
                    .readerFor(String[].class)
                    .readValues(text(in));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public @Nullable RecordedEvent next() throws IOException {
        String[] row = nextRow();
        if (row == null) {
            return null;
        }
        if (row.length != columns.size()) {
            throw rejected(
                    WRONG_COLUMNS, row.length + " values, but the header names " + columns.size() + " columns", row);
        }
        OptionalLong timestamp = timeColumn < 0 || row[timeColumn].isEmpty() ? OptionalLong.empty() : time(row);
        return new RecordedEvent(line, key(row), timestamp, json(row, timestamp));
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    /** Returns the text of a file without its byte order mark. Bytes that are not UTF-8 are an error. */
    private Reader text(InputStream in) throws IOException {
        BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        try {
            text.mark(1);
            if (text.read() != BYTE_ORDER_MARK) {
                text.reset();
            }
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
        return text;
    }

    private RecordingException notUtf8() {
        line++;
        return problem(TextLines.NOT_UTF_8);
    }

    private List<String> header() throws IOException {
        String[] names = nextRow();
        if (names == null) {
            line = 1;
            throw problem("the file is empty; the first line of a CSV must name the columns");
        }
        requireCommas(names);
        for (int i = 0; i < names.length; i++) {
            names[i] = name(names[i]);
        }
        if (new HashSet<>(Arrays.asList(names)).size() < names.length) {
            throw problem("the header names a column twice: " + Arrays.toString(names) + "; each name must be unique");
        }
        return List.of(names);
    }

    /** Refuses a file that another character separates, because all of its rows would have one value. */
    private void requireCommas(String... names) {
        if (names.length == 1 && (names[0].contains(";") || names[0].contains("\t"))) {
            throw problem("the header has no comma, but "
                    + (names[0].contains(";") ? "semicolons" : "tabs") + ": "
                    + names[0].strip().replace('\t', ' ')
                    + "; save the file with commas between its values, and with points in its numbers");
        }
    }

    /**
     * Returns the name of a column. A quote after a space does not begin a quoted value in a CSV, but some programs
     * write it. Then the rows have such spaces too, and they are dropped.
     */
    private String name(String field) {
        String name = field.strip();
        if (!QUOTED.matcher(name).matches()) {
            return name;
        }
        int trim = CsvParser.Feature.TRIM_SPACES.getMask();
        rows.getParser().overrideFormatFeatures(trim, trim);
        return name.substring(1, name.length() - 1).replace("\"\"", "\"").strip();
    }

    private String @Nullable [] nextRow() throws IOException {
        try {
            String[] row = rows.hasNextValue() ? rows.nextValue() : null;
            if (row != null) {
                line = rows.getParser().currentTokenLocation().getLineNr();
            }
            return row;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns the problem of the file; throws the exception itself if the file cannot be read at all. */
    private RecordingException unreadable(IOException e) throws IOException {
        if (isNotUtf8(e)) {
            return notUtf8();
        }
        if (!(e instanceof JsonProcessingException bad)) {
            throw e;
        }
        line++; // the exception's location may be the end of the file, so count from the last good row
        return problem("not CSV from this line on: " + bad.getOriginalMessage());
    }

    private static boolean isNotUtf8(Throwable failure) {
        return failure instanceof CharacterCodingException
                || (failure.getCause() != null && isNotUtf8(failure.getCause()));
    }

    private int requireColumn(String field) {
        int column = column(field);
        if (column < 0) {
            throw problem("no column '" + field + "'; the columns are " + columns);
        }
        return column;
    }

    /** Returns the column with a name or a pointer; -1 if there is none. */
    private int column(String field) {
        return columns.contains(field)
                ? columns.indexOf(field)
                : columns.indexOf(EventFields.pointer(field).getMatchingProperty());
    }

    private @Nullable String key(String... row) throws IOException {
        if (keyColumn < 0) {
            return null;
        }
        if (row[keyColumn].isEmpty()) {
            throw rejected(
                    DeadLetterReason.NO_KEY.code(),
                    "no key: the column '" + columns.get(keyColumn) + "' is empty",
                    row);
        }
        return row[keyColumn];
    }

    private OptionalLong time(String... row) throws IOException {
        String text = row[timeColumn].strip();
        OptionalLong time = unit.read(text);
        if (time.isEmpty()) {
            throw rejected(
                    DeadLetterReason.BAD_TIMESTAMP.code(),
                    "the timestamp is " + unit.refusal(text, "--timestamp-unit"),
                    row);
        }
        return time;
    }

    private String json(String[] row, OptionalLong timestamp) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (int i = 0; i < row.length; i++) {
                if (!row[i].isEmpty()) {
                    json.writeFieldName(columns.get(i));
                    write(json, i, row[i], timestamp);
                }
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    private void write(JsonGenerator json, int column, String value, OptionalLong timestamp) throws IOException {
        if (column == timeColumn) {
            json.writeString(Timestamps.format(timestamp.orElseThrow()));
        } else if (strings.contains(columns.get(column))) {
            json.writeString(value);
        } else if (JSON_NUMBER.matcher(value.strip()).matches()) {
            json.writeNumber(value.strip());
        } else if (OTHER_NUMBER.matcher(value.strip()).matches()) {
            json.writeNumber(new BigDecimal(value.strip()));
        } else {
            json.writeString(value);
        }
    }

    private RejectedRowException rejected(String reason, String problem, String... row) throws IOException {
        return new RejectedRowException(
                file, line, reason, problem, ROW.writeValueAsString(row).stripTrailing());
    }

    private RecordingException problem(String text) {
        return new RecordingException(file, line, text);
    }
}
