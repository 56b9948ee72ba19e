package io.sluice.cli.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.Internal;
import io.sluice.cli.common.Version;
import io.sluice.model.Manifest;
import io.sluice.offline.bench.BenchPlan;
import io.sluice.offline.bench.LatencyMeasurement;
import io.sluice.offline.bench.Machine;
import io.sluice.offline.bench.Measurement;
import io.sluice.offline.bench.Summary;
import io.sluice.offline.bench.Variant;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A benchmark: where and what was measured, every run, and the summaries. Times of latencies are in milliseconds.
 *
 * @param throughput null if none was measured
 * @param latency null if none was measured
 */
@Internal
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BenchReport(
        Setting setting,
        @Nullable Section<Measurement> throughput,
        @Nullable Section<LatencyMeasurement> latency) {
    private static final Map<String, ToDoubleFunction<Measurement>> THROUGHPUT = new LinkedHashMap<>();
    private static final Map<String, ToDoubleFunction<LatencyMeasurement>> LATENCY = new LinkedHashMap<>();

    static {
        THROUGHPUT.put("events/s", Measurement::eventsPerSecond);
        THROUGHPUT.put("CPU", Measurement::cpuMicrosPerEvent);
        THROUGHPUT.put("allocation", Measurement::allocatedBytesPerEvent);
        THROUGHPUT.put("output bytes", Measurement::outputBytesPerEvent);
        LATENCY.put("p50", run -> run.latency().p50());
        LATENCY.put("p99", run -> run.latency().p99());
        LATENCY.put("p99.9", run -> run.latency().p999());
    }

    /**
     * What all runs had in common.
     *
     * @param machine the machine before the first run
     * @param sluice the version of Sluice
     * @param engine the engine of the model with its version
     */
    public record Setting(Machine machine, String sluice, String model, String engine, String device, BenchPlan plan) {
        /** Describes a benchmark that begins. */
        public static Setting of(Machine machine, LoadedBundle bundle, BenchPlan plan) {
            Manifest manifest = bundle.bundle().manifest();
            return new Setting(
                    machine,
                    Version.number(),
                    manifest.name() + " " + manifest.version(),
                    bundle.engine(),
                    bundle.device(),
                    plan);
        }
    }

    /** All runs of a kind, and their summary. */
    public record Section<R>(List<R> runs, Summary summary) {
        public Section {
            runs = List.copyOf(runs);
        }
    }

    /** Summarises runs that measured the throughput. */
    public static Section<Measurement> throughput(List<Measurement> runs) {
        return new Section<>(runs, Summary.of(runs, Measurement::turn, THROUGHPUT));
    }

    /** Summarises runs that measured latencies. */
    public static Section<LatencyMeasurement> latency(List<LatencyMeasurement> runs) {
        return new Section<>(runs, Summary.of(runs, LatencyMeasurement::turn, LATENCY));
    }

    /** Returns the variants whose predictions were not the same in all runs, byte for byte. */
    public Set<Variant> differing() {
        Map<Variant, Set<String>> checksums = new EnumMap<>(Variant.class);
        if (throughput != null) {
            throughput.runs.forEach(run -> checksums
                    .computeIfAbsent(run.turn().variant().reference(), unused -> new HashSet<>())
                    .add(run.checksum()));
        }
        checksums.values().removeIf(different -> different.size() == 1);
        return checksums.keySet();
    }

    /** Writes the report as JSON. */
    public void write(Path file) throws IOException {
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
                .build()
                .writeValue(file.toFile(), this);
    }
}
