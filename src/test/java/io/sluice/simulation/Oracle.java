package io.sluice.simulation;

import io.sluice.stream.ScoringCore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares what the brokers hold with a sequential program: one record after another, in the order in which their
 * effects were committed. States, predictions and dead letters must be equal bit for bit, and so must each key's
 * alerts.
 */
final class Oracle {
    private final List<SequentialTask> tasks = new ArrayList<>();

    Oracle(World world, SequentialScoring scoring, List<CommittedTask> committed) {
        for (CommittedTask task : committed) {
            SequentialTask sequential = new SequentialTask(world.config(), scoring);
            inOrder(task.applied()).forEach(sequential::process);
            sequential.end();
            tasks.add(sequential);
        }
    }

    /** A record that comes again must not take effect again. */
    private static List<CommittedTask.Applied> inOrder(List<CommittedTask.Applied> applied) {
        Set<Message> seen = new HashSet<>();
        return applied.stream().filter(record -> seen.add(record.message())).toList();
    }

    /** @throws AssertionError if the brokers hold something else */
    void requireEqual(List<CommittedTask> committed) {
        for (int i = 0; i < committed.size(); i++) {
            CommittedTask task = committed.get(i);
            requireStates("the changelog of task " + i, task.states(), i);
            List<Output> expected = tasks.get(i).outputs();
            requireOutputs("task " + i + ": message ", inOrder(task.outputs(), false), inOrder(expected, false));
            requireAlerts("task " + i, alerts(task.outputs()), alerts(expected));
        }
    }

    private static List<Output> inOrder(List<Output> outputs, boolean alerts) {
        return outputs.stream()
                .filter(output -> output.node().equals(ScoringCore.ALERTS) == alerts)
                .toList();
    }

    private static Map<String, List<Output>> alerts(List<Output> outputs) {
        Map<String, List<Output>> alerts = new TreeMap<>();
        inOrder(outputs, true)
                .forEach(alert -> alerts.computeIfAbsent(alert.key().toString(), key -> new ArrayList<>())
                        .add(alert));
        return alerts;
    }

    private static void requireAlerts(
            String where, Map<String, List<Output>> found, Map<String, List<Output>> expected) {
        Set<String> keys = new HashSet<>(found.keySet());
        keys.addAll(expected.keySet());
        for (String key : keys) {
            requireOutputs(
                    where + ", key " + key + ": alert ",
                    found.getOrDefault(key, List.of()),
                    expected.getOrDefault(key, List.of()));
        }
    }

    private static void requireOutputs(String what, List<Output> found, List<Output> expected) {
        for (int i = 0; i < Math.max(found.size(), expected.size()); i++) {
            Output one = i < found.size() ? found.get(i) : null;
            Output other = i < expected.size() ? expected.get(i) : null;
            if (one == null || !one.equals(other)) {
                throw new AssertionError(what + i + " of " + expected.size() + " is " + one + "\n expected " + other);
            }
        }
    }

    /** @throws AssertionError if the states are not those that the task should have */
    void requireStates(String where, Map<byte[], byte[]> found, int task) {
        Map<String, byte[]> expected = tasks.get(task).states();
        Map<String, byte[]> named = new HashMap<>();
        found.forEach((key, state) -> named.put(new Output.Bytes(key).toString(), state));
        if (!named.keySet().equals(expected.keySet())) {
            throw new AssertionError(where + " has the keys " + named.keySet() + "\n expected " + expected.keySet());
        }
        expected.forEach((key, state) -> {
            if (!Arrays.equals(state, named.get(key))) {
                throw new AssertionError(where + ": the state of key " + key + " is " + Arrays.toString(named.get(key))
                        + "\n expected " + Arrays.toString(state));
            }
        });
    }
}
