package io.sluice.cli.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the simulation did lately, for the page. It is thread-safe. */
final class TruthLog {
    /** The largest number of things that are kept, those that go on included. */
    static final int MOST = 200;

    /** What has ended, the oldest first. */
    private final List<Truth> ended = new ArrayList<>();

    private final Map<String, Open> open = new LinkedHashMap<>();

    /** Something that goes on, with the last event that it touched. */
    private record Open(Truth truth, long step, Instant time) {}

    /** Takes the first event of something. What went on at the key before ends with its last event. */
    synchronized void begin(String key, String kind, String title, long step, Instant time) {
        end(key);
        open.put(key, new Open(new Truth(key, kind, title, step, null, time, null, null), step, time));
    }

    /** Takes another event of what goes on at the key. */
    synchronized void goesOn(String key, long step, Instant time) {
        open.computeIfPresent(key, (unused, current) -> new Open(current.truth, step, time));
    }

    /** Ends what goes on at the key, if anything does, with the last event that it touched. */
    synchronized void end(String key) {
        Open current = open.remove(key);
        if (current != null) {
            ended.add(current.truth.ended(current.step, current.time));
            if (ended.size() > MOST) {
                ended.remove(0);
            }
        }
    }

    /** Notes that what goes on at the key was found. Only the first time counts. */
    synchronized void found(String key, long delay) {
        open.computeIfPresent(
                key,
                (unused, current) -> current.truth.delay() != null
                        ? current
                        : new Open(current.truth.found(delay), current.step, current.time));
    }

    /** Returns the step at which the thing that goes on began; null if nothing goes on. */
    synchronized @Nullable Long openSince(String key) {
        Open current = open.get(key);
        return current == null ? null : current.truth.fromStep();
    }

    /** Returns everything, the oldest first; what goes on comes last. */
    synchronized List<Truth> all() {
        List<Truth> all = new ArrayList<>(ended);
        open.values().forEach(current -> all.add(current.truth));
        return all.subList(Math.max(0, all.size() - MOST), all.size());
    }
}
