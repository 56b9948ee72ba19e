package io.sluice.offline.imports;

import io.sluice.model.BundleException;
import io.sluice.model.Manifest;
import io.sluice.model.RankedOutput;
import java.util.List;
import java.util.stream.Stream;

/** The names of the elements of y: those that the user gives, or those that the task needs, in their usual order. */
final class OutputNames {
    private OutputNames() {}

    /**
     * Returns the names.
     *
     * @param labels the labels of a classification
     * @param given the names that the user gives; empty for the default
     * @param count the number of elements that the module returns
     * @throws BundleException if the numbers differ
     */
    static List<String> of(
            Manifest.Task task, Manifest.Input input, List<String> labels, List<String> given, int count) {
        if (!given.isEmpty()) {
            if (given.size() != count) {
                throw returns(count, "--outputs names " + given.size() + ": " + given + "; name each");
            }
            return given;
        }
        return switch (task) {
            case ANOMALY -> anomaly(input, count);
            case CLASSIFICATION -> classification(labels, count);
            case RANKING -> ranking(count);
        };
    }

    private static List<String> anomaly(Manifest.Input input, int count) {
        List<String> channels = input instanceof Manifest.Input.Numeric numeric ? numeric.channels() : List.of();
        if (count != 1 && count != 1 + channels.size()) {
            throw returns(
                    count,
                    "a model of " + channels.size() + " channels returns 1 (surprise) or " + (1 + channels.size())
                            + " (surprise, then expected.CHANNEL for each channel); name others with --outputs, such as"
                            + " --outputs surprise,expected." + (channels.isEmpty() ? "CHANNEL" : channels.get(0)));
        }
        return Stream.concat(Stream.of("surprise"), channels.stream().map(channel -> "expected." + channel))
                .limit(count)
                .toList();
    }

    private static List<String> classification(List<String> labels, int count) {
        if (labels.size() < 2) {
            throw new BundleException("the task classification needs at least two labels, found " + labels
                    + "; name them with --labels in the order of the module's logits");
        }
        if (count != 2 * labels.size()) {
            throw returns(
                    count,
                    labels.size() + " labels need " + 2 * labels.size()
                            + ": the logits of the event's labels, then those of the key so far (logit.LABEL for each"
                            + " label, then running.LABEL); change --labels or the module");
        }
        return Stream.of("logit.", "running.")
                .flatMap(part -> labels.stream().map(label -> part + label))
                .toList();
    }

    private static List<String> ranking(int count) {
        if (count % 2 != 0) {
            throw returns(
                    count, "the task ranking needs an even number: the ids of the K best items, then their K scores");
        }
        return new RankedOutput(count / 2).names();
    }

    private static BundleException returns(int count, String needed) {
        return new BundleException(
                "the module returns " + count + (count == 1 ? " number" : " numbers") + " a row; " + needed);
    }
}
