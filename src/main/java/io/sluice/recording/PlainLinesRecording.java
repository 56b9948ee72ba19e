package io.sluice.recording;

import io.sluice.event.DeadLetterReason;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value per line, without changing it. With a separator, the key comes before it. Blank lines are skipped.
 */
final class PlainLinesRecording implements Recording {
    private final TextLines lines;
    private final @Nullable String keySeparator;

    PlainLinesRecording(TextLines lines, @Nullable String keySeparator) {
        this.lines = lines;
        this.keySeparator = keySeparator;
    }

    @Override
    public @Nullable RecordedEvent next() throws IOException {
        String text = lines.next();
        return text == null ? null : event(text);
    }

    private RecordedEvent event(String text) {
        if (keySeparator == null) {
            return new RecordedEvent(lines.number(), null, OptionalLong.empty(), text);
        }
        int end = text.indexOf(keySeparator);
        if (end < 1) {
            throw lines.rejected(DeadLetterReason.NO_KEY.code(), "no key before '" + keySeparator + "'", text);
        }
        String value = text.substring(end + keySeparator.length());
        return new RecordedEvent(lines.number(), text.substring(0, end), OptionalLong.empty(), value);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
