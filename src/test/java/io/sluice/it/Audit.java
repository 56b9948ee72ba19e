package io.sluice.it;

import io.sluice.model.Manifest;
import io.sluice.model.StepModel;
import io.sluice.runtime.LoadedBundle;
import io.sluice.stream.SequentialOracle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The result of comparing the output of a pipeline with a loop over its input that steps one record at a time.
 *
 * @param compared the number of expected predictions
 * @param missing the number of expected predictions that were not sent
 * @param unexpected the number of unexpected predictions: sent twice, in another order, or with other values
 * @param deadLetters the number of expected dead letters
 * @param badDeadLetters the number of dead letters that are missing, sent twice or unexpected
 * @param alerts the number of expected alerts
 * @param badAlerts the number of alerts that are missing, sent twice or unexpected
 * @param example the first difference; empty if there is none
 */
record Audit(
        int compared,
        int missing,
        int unexpected,
        int deadLetters,
        int badDeadLetters,
        int alerts,
        int badAlerts,
        String example) {

    /** The place of a record of the input. */
    private record Place(String topic, int partition, long offset) {}

    /**
     * Compares the output of each key, in order, bit for bit.
     *
     * @param input the records of the input topic, in the order of each partition
     */
    static Audit of(
            Workload workload,
            List<ConsumerRecord<byte[], byte[]>> input,
            List<ConsumerRecord<byte[], byte[]>> predictions,
            List<ConsumerRecord<byte[], byte[]>> alerts,
            List<ConsumerRecord<byte[], byte[]>> deadLetters) {
        LoadedBundle bundle = LoadedBundle.open(workload.bundle(), "cpu");
        Manifest manifest = bundle.bundle().manifest();
        Optional<AlertOracle> alertOracle =
                manifest.task() == Manifest.Task.ANOMALY ? Optional.of(new AlertOracle(manifest)) : Optional.empty();
        try (StepModel model = bundle.newStepModel(4)) {
            return of(workload.oracle(model), alertOracle, input, predictions, alerts, deadLetters);
        }
    }

    private static Audit of(
            SequentialOracle oracle,
            Optional<AlertOracle> alertOracle,
            List<ConsumerRecord<byte[], byte[]>> input,
            List<ConsumerRecord<byte[], byte[]>> predictions,
            List<ConsumerRecord<byte[], byte[]>> alerts,
            List<ConsumerRecord<byte[], byte[]>> deadLetters) {
        List<Prediction> expected = new ArrayList<>();
        List<Place> rejected = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : input) {
            Optional<SequentialOracle.Answer> answer = oracle.answer(new TestRecord<>(record));
            alertOracle.ifPresent(oracleOfAlerts -> oracleOfAlerts.add(record, answer));
            if (answer.isPresent()) {
                expected.add(prediction(record, answer.get()));
            } else if (record.key() == null || record.value() != null) {
                rejected.add(new Place(record.topic(), record.partition(), record.offset()));
            }
        }
        List<Prediction> sent = predictions.stream()
                .map(record -> Prediction.parse(record.value()))
                .toList();
        List<Place> letters = deadLetters.stream().map(Audit::origin).toList();
        List<Alert> sentAlerts =
                alerts.stream().map(record -> Alert.parse(record.value())).toList();
        Audit audit = compare(expected, sent, rejected, letters);
        return audit.with(alertOracle.map(AlertOracle::expected).orElse(List.of()), sentAlerts);
    }

    /** Adds the alerts, and compares the order of each key's alerts. */
    private Audit with(List<Alert> wanted, List<Alert> found) {
        Map<String, List<Alert>> wantedByKey = wanted.stream().collect(Collectors.groupingBy(Alert::key));
        Map<String, List<Alert>> foundByKey = found.stream().collect(Collectors.groupingBy(Alert::key));
        int bad = without(wanted, found).size() + without(found, wanted).size();
        String difference = wantedByKey.equals(foundByKey) ? "" : "alerts differ, or their order within a key";
        return new Audit(
                compared,
                missing,
                unexpected,
                deadLetters,
                badDeadLetters,
                wanted.size(),
                bad,
                example.isEmpty() ? difference : example);
    }

    private static Prediction prediction(ConsumerRecord<byte[], byte[]> record, SequentialOracle.Answer answer) {
        return new Prediction(
                answer.key(),
                answer.step(),
                new Prediction.Source(record.topic(), record.partition(), record.offset()),
                answer.x(),
                answer.y());
    }

    private static Audit compare(
            List<Prediction> expected, List<Prediction> sent, List<Place> rejected, List<Place> letters) {
        Map<String, List<Prediction>> sentByKey = sent.stream().collect(Collectors.groupingBy(Prediction::key));
        Map<String, List<Prediction>> expectedByKey = expected.stream().collect(Collectors.groupingBy(Prediction::key));
        int missing = 0;
        int unexpected = 0;
        String example = "";
        for (String key : expectedByKey.keySet()) {
            List<Prediction> wanted = expectedByKey.get(key);
            List<Prediction> found = sentByKey.getOrDefault(key, List.of());
            missing += without(wanted, found).size();
            unexpected += without(found, wanted).size();
            if (example.isEmpty() && !wanted.equals(found)) {
                example = firstDifference(key, wanted, found);
            }
        }
        int ofUnexpectedKeys = (int) sent.stream()
                .filter(prediction -> !expectedByKey.containsKey(prediction.key()))
                .count();
        int bad = without(rejected, letters).size() + without(letters, rejected).size();
        return new Audit(expected.size(), missing, unexpected + ofUnexpectedKeys, rejected.size(), bad, 0, 0, example);
    }

    private static String firstDifference(String key, List<Prediction> wanted, List<Prediction> found) {
        int at = 0;
        while (at < Math.min(wanted.size(), found.size()) && wanted.get(at).equals(found.get(at))) {
            at++;
        }
        return key + " at " + at + ": expected " + (at < wanted.size() ? wanted.get(at) : "no more") + ", found "
                + (at < found.size() ? found.get(at) : "no more");
    }

    /** Returns the elements of a list that remain after each element of the other list removes one equal element. */
    private static <T> List<T> without(List<T> list, List<T> others) {
        Map<T, Integer> left = new HashMap<>();
        others.forEach(other -> left.merge(other, 1, Integer::sum));
        return list.stream()
                .filter(element -> left.merge(element, -1, Integer::sum) < 0)
                .toList();
    }

    private static Place origin(ConsumerRecord<byte[], byte[]> letter) {
        return new Place(
                header(letter.headers(), "sluice.source.topic"),
                Integer.parseInt(header(letter.headers(), "sluice.source.partition")),
                Long.parseLong(header(letter.headers(), "sluice.source.offset")));
    }

    static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** Returns true if everything was sent exactly once, in order, and with the same values. */
    boolean holds() {
        return missing == 0 && unexpected == 0 && badDeadLetters == 0 && badAlerts == 0 && example.isEmpty();
    }
}
