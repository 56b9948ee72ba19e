package io.sluice.cli;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.sluice.model.Manifest;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The meters of the process of {@code sluice run}: the model that it serves, the JVM and the use of the machine. */
final class ProcessMeters implements MeterBinder, AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private final LoadedBundle bundle;
    private final Path stateDirectory;
    private final JvmGcMetrics garbage = new JvmGcMetrics();

    /** @param stateDirectory the folder of the states; the meters show the room on its disk */
    ProcessMeters(LoadedBundle bundle, Path stateDirectory) {
        this.bundle = bundle;
        this.stateDirectory = stateDirectory;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindModel(registry);
        garbage.bindTo(registry);
        Stream.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new ProcessorMetrics(),
                        new UptimeMetrics(),
                        new FileDescriptorMetrics(),
                        new DiskSpaceMetrics(stateDirectory.toFile()))
                .forEach(binder -> binder.bindTo(registry));
        if (Files.isReadable(STATUS)) {
            Gauge.builder("process.resident.memory", ProcessMeters::residentBytes)
                    .baseUnit("bytes")
                    .description("Memory of the process in RAM: the heap, PyTorch, RocksDB and all else")
                    .register(registry);
        }
    }

    private void bindModel(MeterRegistry registry) {
        Manifest manifest = bundle.bundle().manifest();
        Gauge.builder("sluice.model.info", () -> 1)
                .description("Always 1; the labels describe the model that scores events")
                .tag("name", manifest.name())
                .tag("version", manifest.version())
                .tag("task", manifest.task().json())
                .tag("fingerprint", Long.toHexString(bundle.bundle().fingerprint()))
                .tag("device", bundle.device())
                .register(registry);
    }

    /** Returns the resident memory as Linux reports it, in bytes; NaN if it cannot be read. */
    private static double residentBytes() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .map(line ->
                            line.substring(RESIDENT.length()).replace("kB", "").trim())
                    .mapToDouble(kilobytes -> Double.parseDouble(kilobytes) * 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    @Override
    public void close() {
        garbage.close();
    }
}
