package io.sluice.offline.training.item;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.offline.training.loop.Batches;
import io.sluice.offline.training.loop.SequenceBatch;
import io.sluice.offline.training.loop.SequenceWindow;
import io.sluice.offline.training.loop.Window;
import io.sluice.offline.training.torchscript.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Sessions in batches of similar length, in windows of a number of clicks. The state of the cell is carried from one
 * window to the next. A target is the next click. A window draws the items of its sampled softmax once for all targets.
 */
final class SessionBatches implements Batches {
    private final NextItemModule module;
    private final NextItemRules rules;
    private final SampledItems sampled;
    private final List<CodedSession> sessions;
    private final int batchSize;
    private final int windowSteps;
    private final float cellLossWeight;

    /**
     * @param batchSize the number of sessions of a batch
     * @param windowSteps the clicks of a window, through which gradients flow back
     * @param cellLossWeight the weight of the loss of the cell's softmax relative to the loss of the mixture
     */
    SessionBatches(
            NextItemModule module,
            NextItemRules rules,
            SampledItems sampled,
            List<CodedSession> sessions,
            int batchSize,
            int windowSteps,
            double cellLossWeight) {
        this.module = module;
        this.rules = rules;
        this.sampled = sampled;
        this.sessions = sessions.stream().filter(session -> session.size() > 1).toList();
        this.batchSize = batchSize;
        this.windowSteps = windowSteps;
        this.cellLossWeight = (float) cellLossWeight;
    }

    @Override
    public int windows() {
        return batches(sessions).stream()
                .mapToInt(batch -> windows(batch, new Random(0)).size())
                .sum();
    }

    /** Sorts sessions by length and splits them. So each batch has the same number of windows in every epoch. */
    private List<List<CodedSession>> batches(List<CodedSession> ordered) {
        List<CodedSession> sorted = new ArrayList<>(ordered);
        sorted.sort(Comparator.comparing(CodedSession::size));
        return IntStream.iterate(0, from -> from < sorted.size(), from -> from + batchSize)
                .mapToObj(from -> sorted.subList(from, Math.min(sorted.size(), from + batchSize)))
                .toList();
    }

    private List<Window> windows(List<CodedSession> batch, Random random) {
        return SequenceWindow.cut(new SessionBatch(batch, random), windowSteps);
    }

    @Override
    public Iterable<List<Window>> epoch(RandomGenerator random) {
        Random order = new Random(random.nextLong());
        List<CodedSession> shuffled = new ArrayList<>(sessions);
        Collections.shuffle(shuffled, order);
        List<List<CodedSession>> batches = new ArrayList<>(batches(shuffled));
        Collections.shuffle(batches, order);
        return () -> {
            Random offsets = new Random(order.nextLong());
            return batches.stream().map(batch -> windows(batch, offsets)).iterator();
        };
    }

    /** Sessions side by side. The last click of each session is a target only. */
    private final class SessionBatch implements SequenceBatch {
        private final List<CodedSession> batch;
        private final int steps;
        /** The offset of the draw of sampled items, for each window. */
        private final double[] offsets;

        SessionBatch(List<CodedSession> batch, Random random) {
            this.batch = batch;
            this.steps = batch.stream().mapToInt(CodedSession::size).max().orElse(1) - 1;
            this.offsets = new double[(steps + windowSteps - 1) / windowSteps];
            Arrays.setAll(offsets, window -> random.nextDouble());
        }

        @Override
        public int count() {
            return batch.size();
        }

        @Override
        public int steps() {
            return steps;
        }

        @Override
        public int stateSize() {
            return module.cellStateSize();
        }

        @Override
        public long targets(int from, int to) {
            return batch.stream()
                    .mapToLong(session -> IntStream.range(from, to)
                            .filter(click -> session.isTarget(click + 1))
                            .count())
                    .sum();
        }

        @Override
        public Window.Result run(Network network, NDManager arrays, NDArray state, int from, int to) {
            Tensors tensors = new Tensors((int) targets(from, to), from, to);
            int[] drawn = sampled.draw(offsets[from / windowSteps]);
            NDList result = network.call(
                    "learn",
                    arrays.create(tensors.inputs, new Shape(to - from, batch.size())),
                    arrays.create(tensors.positions),
                    arrays.create(tensors.support, new Shape(tensors.count, module.recent())),
                    arrays.create(tensors.previousPlaces, new Shape(tensors.count, module.recent())),
                    arrays.create(tensors.hasShares, new Shape(tensors.count, module.parts() - 1)),
                    arrays.create(tensors.shares, new Shape(tensors.count, module.parts() - 1)),
                    arrays.create(tensors.targets),
                    arrays.create(longs(drawn)),
                    arrays.create(logProbabilities(drawn)),
                    state);
            NDArray ranked = arrays.create(distinct(longs(drawn), tensors.targets));
            Map<String, NDArray> rows =
                    Map.of("items", arrays.create(distinct(tensors.inputs)), "ranked", ranked, "bias", ranked);
            return new Window.Result(loss(result, arrays, network.isLearning()), new NDList(result.get(2)), rows);
        }

        /**
         * Returns the loss of the mixture. Training adds the loss of the cell's softmax, because the cell would learn
         * little where the rules already predict well.
         */
        private NDArray loss(NDList result, NDManager arrays, boolean learning) {
            NDArray mixtureLoss = result.get(0).mean();
            return learning ? mixtureLoss.add(result.get(1).mean().mul(arrays.create(cellLossWeight))) : mixtureLoss;
        }

        private float[] logProbabilities(int[] drawn) {
            float[] logs = new float[drawn.length];
            for (int i = 0; i < drawn.length; i++) {
                logs[i] = (float) Math.log(sampled.probability(drawn[i]));
            }
            return logs;
        }

        /** The arguments of {@code learn}: the inputs by step and session, all others by target. */
        private final class Tensors {
            private final int count;
            private final int from;
            private final int to;
            private final long[] inputs;
            /** The index in {@link #inputs} of the click before each target. */
            private final long[] positions;

            private final long[] targets;
            private final float[] support;
            private final float[] previousPlaces;
            /** By part of the mixture: 1 if the part has a distribution, else 0. */
            private final float[] hasShares;
            /** By part of the mixture: the share that it gives the target. */
            private final float[] shares;

            private int next;

            Tensors(int count, int from, int to) {
                this.count = count;
                this.from = from;
                this.to = to;
                this.inputs = new long[(to - from) * batch.size()];
                this.positions = new long[count];
                this.targets = new long[count];
                this.support = new float[count * module.recent()];
                this.previousPlaces = new float[support.length];
                this.hasShares = new float[count * (module.parts() - 1)];
                this.shares = new float[hasShares.length];
                for (int row = 0; row < batch.size(); row++) {
                    putSession(row, batch.get(row));
                }
            }

            private void putSession(int row, CodedSession session) {
                NextItemRules.WithoutSession sessionRules = session.withoutSession(rules);
                RecentItems ring = new RecentItems(module.recent());
                for (int click = 0; click < Math.min(to, session.size()); click++) {
                    ring.click(session.click(click));
                    if (click < from) {
                        continue;
                    }
                    int position = (click - from) * batch.size() + row;
                    inputs[position] = session.click(click);
                    if (session.isTarget(click + 1)) {
                        positions[next] = position;
                        targets[next] = session.click(click + 1);
                        putParts(sessionRules, ring, session.click(click + 1));
                        next++;
                    }
                }
            }

            private void putParts(NextItemRules.WithoutSession sessionRules, RecentItems ring, int target) {
                int base = next * (module.parts() - 1);
                for (int place = 0; place < module.recent(); place++) {
                    int item = ring.at(place);
                    support[next * module.recent() + place] = sessionRules.support(item);
                    for (int kind = 0; kind < NextItemModule.RULE_KINDS; kind++) {
                        int part = base + place * NextItemModule.RULE_KINDS + kind;
                        hasShares[part] = sessionRules.hasRules(kind, item) ? 1 : 0;
                        shares[part] = sessionRules.share(kind, item, target);
                    }
                    int repetition = base + NextItemModule.RULE_KINDS * module.recent() + place;
                    hasShares[repetition] = item == 0 ? 0 : 1;
                    shares[repetition] = item == target ? 1 : 0;
                }
                if (ring.previousPlace() >= 0) {
                    previousPlaces[next * module.recent() + ring.previousPlace()] = 1;
                }
            }
        }
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    private static long[] distinct(long[]... values) {
        return Arrays.stream(values)
                .flatMapToLong(Arrays::stream)
                .sorted()
                .distinct()
                .toArray();
    }
}
