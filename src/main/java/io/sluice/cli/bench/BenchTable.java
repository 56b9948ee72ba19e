package io.sluice.cli.bench;

import io.sluice.Internal;
import io.sluice.config.SluiceConfig;
import io.sluice.offline.bench.BenchPlan;
import io.sluice.offline.bench.BenchTopics;
import io.sluice.offline.bench.LatencyMeasurement;
import io.sluice.offline.bench.Machine;
import io.sluice.offline.bench.Measurement;
import io.sluice.offline.bench.Summary;
import io.sluice.offline.bench.Turn;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints the runs of a benchmark as tables, a line for each run when it ends, and their summaries. */
@Internal
public final class BenchTable {
    private static final double MEBIBYTE = 1 << 20;

    /** The part of a window in which the JIT compiler may be at work in the steady state. */
    private static final double MUCH_JIT = 0.1;

    private final PrintWriter out;

    public BenchTable(PrintWriter out) {
        this.out = out;
    }

    /** Prints what all runs have in common. */
    public void print(BenchReport.Setting setting) {
        BenchPlan plan = setting.plan();
        Machine machine = setting.machine();
        out.printf(
                Locale.ROOT,
                "%,d keys, %s; %s timestamps; %,d events for warm-up%s%n",
                plan.keys().count(),
                shares(plan.keys()),
                plan.times(),
                plan.warmUp(),
                plan.events() == 0 ? "" : String.format(Locale.ROOT, ", then %,d measured", plan.events()));
        out.printf(
                Locale.ROOT,
                "%s on %s, %s; exactly once, %d partitions, 1 stream thread; each run in a process of its own%n",
                setting.model(),
                setting.device(),
                setting.engine(),
                BenchTopics.PARTITIONS);
        out.printf(
                Locale.ROOT,
                "%s, %d processors, load %.1f; Java %s; %s; Sluice %s%n",
                machine.cpu(),
                machine.processors(),
                machine.loadAverage(),
                machine.java(),
                machine.system(),
                setting.sluice());
        out.flush();
    }

    private static String shares(BenchPlan.Keys keys) {
        String skew = keys.skew() == 0 ? "all alike" : "skew " + keys.skew();
        return keys.hotShare() == 0 ? skew : skew + ", one with the share " + keys.hotShare();
    }

    /** Prints the headings of a table of throughput. */
    public void throughputHeadings() {
        out.printf(
                "%-10s %-7s %5s %9s %12s %5s %13s %9s %12s %8s %10s %17s  %s%n",
                "variant",
                "store",
                "load",
                "events/s",
                "CPU us/event",
                "JIT %",
                "alloc B/event",
                "rows/call",
                "output bytes",
                "heap MiB",
                "disk B/key",
                "changelog B/event",
                "checksum");
        out.flush();
    }

    /** Prints a line for a run. */
    public void print(Measurement run) {
        out.printf(
                Locale.ROOT,
                "%s %,9.0f %12.1f %5.1f %,13.0f %9s %12.1f %8.0f %,10.0f %,17.0f  %s%n",
                head(run.turn(), run.loadAverage()),
                run.eventsPerSecond(),
                run.cpuMicrosPerEvent(),
                100 * run.jitShare(),
                run.allocatedBytesPerEvent(),
                run.rowsPerCall() == null ? "-" : String.format(Locale.ROOT, "%.1f", run.rowsPerCall()),
                run.outputBytesPerEvent(),
                run.heapBytes() / MEBIBYTE,
                run.diskBytesPerKey(),
                run.changelogBytesPerEvent(),
                run.checksum());
        out.flush();
    }

    /** Prints the headings of a table of latencies. */
    public void latencyHeadings(BenchPlan.Load load) {
        out.printf(
                Locale.ROOT,
                "latency at %,d events/s for %d seconds, from the time at which an event was due to its committed"
                        + " prediction%n",
                load.rate(),
                load.seconds());
        out.printf(
                "%-10s %-7s %5s %8s %8s %9s %8s %8s %8s %14s%n",
                "variant",
                "store",
                "load",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "max ms",
                "events",
                "unserved",
                "latest send ms");
        out.flush();
    }

    /** Prints a line for a run. */
    public void print(LatencyMeasurement run) {
        out.printf(
                Locale.ROOT,
                "%s %8.1f %8.1f %9.1f %8.1f %,8d %,8d %14.1f%n",
                head(run.turn(), run.loadAverage()),
                run.latency().p50(),
                run.latency().p99(),
                run.latency().p999(),
                run.latency().max(),
                run.latency().events(),
                run.latency().unserved(),
                run.latency().latestSend());
        out.flush();
    }

    private static String head(Turn turn, double load) {
        return String.format(Locale.ROOT, "%-10s %-7s %5.1f", turn.variant(), name(turn.store()), load);
    }

    private static String name(SluiceConfig.StateStore store) {
        return store.name().toLowerCase(Locale.ROOT);
    }

    /** Prints the values of each variant, then its ratios to the others: the median and the range of the rounds. */
    public void print(Summary summary) {
        summary.values().forEach(row -> print(row, row.variant().toString(), "%,.1f"));
        summary.ratios().forEach(row -> print(row, row.variant() + " / " + row.against(), "%.2f"));
        out.flush();
    }

    private void print(Summary.Row row, String what, String format) {
        out.println(name(row.store()) + ", " + what + ": "
                + row.quantities().entrySet().stream()
                        .map(quantity -> quantity.getKey() + " " + text(format, quantity.getValue()))
                        .collect(Collectors.joining("; ")));
    }

    private static String text(String format, Summary.Spread spread) {
        String median = String.format(Locale.ROOT, format, spread.median());
        return spread.min() == spread.max()
                ? median
                : median
                        + String.format(Locale.ROOT, " (" + format + " to " + format + ")", spread.min(), spread.max());
    }

    /** Prints notes about runs that must be read with care. */
    public void notes(List<Measurement> runs) {
        int discarded = runs.stream().mapToInt(Measurement::discarded).sum();
        if (discarded > 0) {
            out.printf(
                    "%d more runs did not count, because a transaction was aborted and events came again%n", discarded);
        }
        long compiled = runs.stream().filter(run -> run.jitShare() > MUCH_JIT).count();
        if (compiled > 0) {
            out.printf(
                    "in %d of %d runs the JIT compiler was at work in more than 10 %% of the window; give a larger"
                            + " --warm-up%n",
                    compiled, runs.size());
        }
        out.flush();
    }
}
