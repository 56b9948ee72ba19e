package io.sluice.simulation;

import java.util.List;

/**
 * A fault that is planted into a copy of one class of the pipeline.
 *
 * @param name the fault
 * @param type the class, without {@code io.sluice.}
 * @param changes the changes of its source
 */
record Mutant(String name, String type, List<Change> changes) {

    /**
     * A text of the source, and the text that takes its place. The source must have the text exactly once, so a mutant
     * that no longer fits fails the test.
     */
    record Change(String from, String to) {}

    /** All mutants. */
    static List<Mutant> all() {
        return List.of(
                of(
                        "offset off by one",
                        "engine.WaitingRecords",
                        new Change(
                                "return queue.element().record().offset();",
                                "return queue.element().record().offset() - 1;")),
                of(
                        "a stale outcome kept after an abort",
                        "stream.TaskScorer",
                        new Change(
                                "private final LookAhead lookAhead;",
                                "private final LookAhead lookAhead;"
                                        + " private static final java.util.Map<Object, LookAhead> KEPT ="
                                        + " new java.util.WeakHashMap<>();"),
                        new Change(
                                "this.lookAhead = engine.lookAhead(models.polled(), store::get);",
                                "this.lookAhead = KEPT.computeIfAbsent(store, unused ->"
                                        + " engine.lookAhead(models.polled(), store::get));"),
                        new Change("lookAhead.clear();", "")),
                of(
                        "the buffer of a state reused",
                        "state.KeyState",
                        new Change(
                                "KeyState next = create(layout, before.steps() + 1, Math.max(before.eventTime(), eventTime),"
                                        + " streamTime);",
                                "KeyState next = before.isUnreadable() || !before.hasScorerOf(layout) ? create(layout, 0, 0, 0)"
                                        + " : before;"
                                        + " next.view.putLong(20, before.steps() + 1)"
                                        + ".putLong(28, Math.max(before.eventTime(), eventTime)).putLong(36, streamTime);")),
                of(
                        "state put before forward",
                        "stream.TaskScorer",
                        new Change("        store.put(record.key(), scored.state().bytes());\n", ""),
                        new Change(
                                "        context.forward(\n                record.withValue(scored.prediction())",
                                "        store.put(record.key(), scored.state().bytes());\n"
                                        + "        context.forward(\n                record.withValue(scored.prediction())")),
                of(
                        "sweep without a word to look-ahead",
                        "stream.TaskScorer",
                        new Change("lookAhead.invalidate(text);", "")),
                of(
                        "the wrong partition's queue",
                        "engine.WaitingRecords",
                        new Change(
                                "Deque<PendingRecord> queue = partitions.get(record.partition());\n        if (queue == null) {\n"
                                        + "            return null;",
                                "Deque<PendingRecord> queue = partitions.values().stream()"
                                        + ".filter(some -> !some.isEmpty() && nextOffset(some) == record.offset())"
                                        + ".findFirst().orElse(null);\n        if (queue == null) {\n            return null;")),
                of(
                        "time to live by event time",
                        "state.ResumePolicy",
                        new Change(
                                "isExpired(stored.streamTime(), streamTime)",
                                "isExpired(stored.eventTime(), streamTime)")),
                of(
                        "at-least-once accepted",
                        "config.LossySettings",
                        new Change("StreamsConfig.AT_LEAST_ONCE::equals", "any -> false")),
                of(
                        "the reset of another record",
                        "engine.RecordReader",
                        new Change(
                                "asksForReset(records.get(i).headers())",
                                "asksForReset(records.get(scored).headers())")),
                of(
                        "drained by a punctuator",
                        "stream.TaskScorer",
                        new Change(
                                "private final LookAhead lookAhead;",
                                "private final LookAhead lookAhead;"
                                        + " private final java.util.ArrayDeque<Runnable> held = new java.util.ArrayDeque<>();"
                                        + " private void drain(long now) { while (!held.isEmpty()) { held.remove().run(); } }"),
                        new Change(
                                "        sweep.schedule(context);",
                                "        sweep.schedule(context);"
                                        + " context.schedule(java.time.Duration.ofMillis(400),"
                                        + " org.apache.kafka.streams.processor.PunctuationType.WALL_CLOCK_TIME, this::drain);"),
                        new Change(
                                "lookAhead.process(input, now, outcome -> apply(outcome, input, record));",
                                "held.add(() -> lookAhead.process(input, now, outcome -> apply(outcome, input, record)));")),
                of(
                        "assumptions not checked",
                        "engine.PendingRecord",
                        new Change(
                                "&& (!(request instanceof Request.OfKey ofKey) || start().holds(ofKey, streamTimeNow, policy));",
                                ";")),
                of(
                        "the expected stream time stored",
                        "engine.LookAhead",
                        new Change("scored.state().appliedAt(streamTime);", "")),
                of(
                        "a run that does not end at a rejected record",
                        "engine.PendingKey",
                        new Change("        if (!done.isScored()) {", "        if (false) {")));
    }

    private static Mutant of(String name, String type, Change... changes) {
        return new Mutant(name, type, List.of(changes));
    }

    String className() {
        return "io.sluice." + type;
    }

    /**
     * Returns the source with the fault.
     *
     * @throws AssertionError if a change does not fit
     */
    String planted(String source) {
        String changed = source;
        for (Change change : changes) {
            int at = changed.indexOf(change.from());
            if (at < 0 || changed.indexOf(change.from(), at + 1) >= 0) {
                throw new AssertionError(
                        "mutant \"" + name + "\": " + type + " must have this text exactly once: " + change.from());
            }
            changed = changed.replace(change.from(), change.to());
        }
        return changed;
    }
}
