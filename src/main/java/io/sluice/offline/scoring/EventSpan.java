package io.sluice.offline.scoring;

import io.sluice.event.Timestamps;
import io.sluice.offline.chart.Axis;
import io.sluice.offline.chart.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of a key along the axis of a chart: by their times, or by their numbers if an event has no time or is
 * older than the one before.
 */
final class EventSpan {
    private final List<Long> times = new ArrayList<>();
    private String key = "";
    private boolean timed = true;

    /** Adds an event and returns its place, counted from 0. */
    int add(ScoredEvent event) {
        long time =
                Timestamps.parse(event.prediction().path("timestamp").asText()).orElseThrow();
        timed &= event.timed() && (times.isEmpty() || times.get(times.size() - 1) <= time);
        key = event.key();
        times.add(time);
        return times.size() - 1;
    }

    /** Returns the key. */
    String title() {
        return key;
    }

    Axis axis() {
        return timed ? Axis.times("time (UTC)") : Axis.whole("event");
    }

    /** Returns the place of an event on the axis. The event after the last one has the place of the last. */
    double x(int event) {
        return timed ? times.get(Math.min(event, times.size() - 1)) : event;
    }

    /** Returns points, whose x is the number of an event, at their places on the axis. */
    List<Point> placed(List<Point> points) {
        return points.stream()
                .map(point -> new Point(x((int) point.x()), point.y()))
                .toList();
    }
}
