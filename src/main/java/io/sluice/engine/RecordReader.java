package io.sluice.engine;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.Event;
import io.sluice.event.Malformed;
import io.sluice.event.RecordKey;
import io.sluice.format.EventDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what records ask for: key, tombstone, event and reset header. It needs no state. Each thread has its own. */
final class RecordReader {
    private final EventDecoder decoder;
    private final InputRows rows;
    private final RecordLimit limit;

    /**
     * A reader of one model's events.
     *
     * @param limit the size of a tombstone that can be written
     */
    RecordReader(EventDecoder decoder, InputRows rows, RecordLimit limit) {
        this.decoder = decoder;
        this.rows = rows;
        this.limit = limit;
    }

    /** Reads many records together and returns a request for each, in their order. */
    List<Request> read(List<InputRecord> records) {
        List<@Nullable Request> requests = new ArrayList<>(records.size());
        List<String> keys = new ArrayList<>(records.size());
        List<Event> events = new ArrayList<>(records.size());
        for (InputRecord record : records) {
            requests.add(read(record, keys, events));
        }
        return withRows(records, requests, keys, events);
    }

    /** Returns the request of a record that is not scored. Adds key and event of a scored one, and returns null. */
    private @Nullable Request read(InputRecord record, List<String> keys, List<Event> events) {
        byte[] recordKey = record.key();
        if (recordKey == null) {
            return reject(DeadLetterReason.NO_KEY, "the record has no key");
        }
        if (recordKey.length == 0) {
            return reject(DeadLetterReason.NO_KEY, "the record's key is empty");
        }
        Optional<String> key = RecordKey.decode(recordKey);
        if (key.isEmpty()) {
            return reject(DeadLetterReason.KEY_NOT_UTF8, "the record's key is not UTF-8");
        }
        byte[] value = record.value();
        if (value == null) {
            Malformed tooLarge = limit.check(DeadLetterReason.TOO_LARGE, record, 0);
            return tooLarge == null ? new Request.Delete(key.get()) : new Request.Reject(tooLarge);
        }
        Decoded decoded = decoder.decode(value, record.headers(), record.timestamp());
        if (decoded instanceof Malformed malformed) {
            return new Request.Reject(malformed);
        }
        keys.add(key.get());
        events.add((Event) decoded);
        return null;
    }

    private List<Request> withRows(
            List<InputRecord> records, List<@Nullable Request> read, List<String> keys, List<Event> events) {
        List<InputRows.Row> prepared = rows.prepare(events);
        List<Request> requests = new ArrayList<>(read.size());
        int scored = 0;
        for (int i = 0; i < read.size(); i++) {
            Request request = read.get(i);
            if (request == null) {
                boolean reset = SourceHeaders.asksForReset(records.get(i).headers());
                request = new Request.Score(keys.get(scored), events.get(scored), prepared.get(scored), reset);
                scored++;
            }
            requests.add(request);
        }
        return requests;
    }

    private static Request reject(DeadLetterReason reason, String detail) {
        return new Request.Reject(new Malformed(reason, detail));
    }
}
