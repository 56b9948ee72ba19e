package io.sluice.offline.evaluation.series;

import io.sluice.event.Event;
import io.sluice.format.EventDecoder;
import io.sluice.model.Manifest;
import io.sluice.offline.evaluation.own.OwnRow;
import io.sluice.offline.evaluation.run.OwnData;
import io.sluice.offline.findings.RunFindings;
import io.sluice.offline.findings.SharedKey;
import io.sluice.recording.Recordings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What {@code sluice score} would warn of, for a user's own rows in the order of their files. */
final class OwnFindings {
    private static final Comparator<OwnRow> BY_FILE = Comparator.comparing(OwnRow::file)
            .thenComparingLong(row -> row.event().line());

    private final OwnData own;
    private final Manifest.Input input;
    private final EventDecoder decoder;
    private final Optional<String> assumedKey;

    /** @param data the file of the rows, or a folder in which each file has a key */
    OwnFindings(OwnData own, Path data) {
        this.own = own;
        this.input =
                own.settings().events().layout().apply(own.model().manifest().input());
        this.decoder = own.settings().events().decoder(own.model().manifest().input(), null);
        boolean given = own.key() != null || own.fields().key() != null || Files.isDirectory(data);
        this.assumedKey = given ? Optional.empty() : Optional.of(Recordings.keyOf(data));
    }

    /** Returns why a row may be older than the row of its key before it; empty if something says the key. */
    Optional<String> whyOlder(List<OwnKey> keys) {
        Optional<SharedKey> shared = assumedKey.map(key -> new SharedKey(key, input));
        shared.ifPresent(one -> keys.stream()
                .flatMap(key -> key.rows().stream())
                .forEach(row -> one.add(row.event().time(), row.event().value())));
        return shared.map(SharedKey::whyOlder);
    }

    private record Output(OwnRow row, List<Float> y) {}

    /** Returns the warnings about rows that were scored. */
    List<String> warnings(List<OwnKey> keys, OwnOutcomes outcomes) {
        RunFindings findings = new RunFindings(own.model(), input, assumedKey);
        keys.stream()
                .flatMap(key -> outputs(key, outcomes))
                .sorted(Comparator.comparing(Output::row, BY_FILE))
                .forEach(output -> {
                    String value = output.row.event().value();
                    Event event =
                            (Event) decoder.decode(value.getBytes(StandardCharsets.UTF_8), new RecordHeaders(), 0);
                    findings.add(output.row.key(), event, value, output.y);
                });
        return findings.warnings();
    }

    private static Stream<Output> outputs(OwnKey key, OwnOutcomes outcomes) {
        List<Optional<List<Float>>> outputs =
                Objects.requireNonNull(outcomes.outputs().get(key.name()));
        return IntStream.range(0, outputs.size())
                .boxed()
                .flatMap(row -> outputs.get(row).map(y -> new Output(key.rows().get(row), y)).stream());
    }
}
