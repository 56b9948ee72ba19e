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
 * Sessions side by side with others of their length, in windows of {@code steps} clicks with the memory carried from
 * one to the next. A target is the next click; a window's items for the sampled softmax are drawn once for all its
 * targets.
 */
final class SessionBatches implements Batches {
    private final NextItemModule cell;
    private final NextItemRules rules;
    private final SampledItems sampled;
    private final List<CodedSession> sessions;
    private final int lanes;
    private final int steps;
    private final float alone;

    /**
     * @param lanes how many sessions are side by side
     * @param steps clicks of a window, through which gradients flow back
     * @param alone the weight of the cell's own loss beside that of the mixture
     */
    SessionBatches(
            NextItemModule cell,
            NextItemRules rules,
            SampledItems sampled,
            List<CodedSession> sessions,
            int lanes,
            int steps,
            double alone) {
        this.cell = cell;
        this.rules = rules;
        this.sampled = sampled;
        this.sessions = sessions.stream().filter(session -> session.size() > 1).toList();
        this.lanes = lanes;
        this.steps = steps;
        this.alone = (float) alone;
    }

    @Override
    public int windows() {
        return batches(sessions).stream()
                .mapToInt(batch -> windows(batch, new Random(0)).size())
                .sum();
    }

    /** Sorted by length, the longest session of each batch is as long whatever the order was before. */
    private List<List<CodedSession>> batches(List<CodedSession> ordered) {
        List<CodedSession> sorted = new ArrayList<>(ordered);
        sorted.sort(Comparator.comparing(CodedSession::size));
        return IntStream.iterate(0, from -> from < sorted.size(), from -> from + lanes)
                .mapToObj(from -> sorted.subList(from, Math.min(sorted.size(), from + lanes)))
                .toList();
    }

    private List<Window> windows(List<CodedSession> batch, Random random) {
        return SequenceWindow.cut(new SessionBatch(batch, random), steps);
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

    /** Sessions side by side; the last click of each is only a target. */
    private final class SessionBatch implements SequenceBatch {
        private final List<CodedSession> batch;
        private final int judged;
        /** Where the draw of sampled items starts, one number for each window. */
        private final double[] offsets;

        SessionBatch(List<CodedSession> batch, Random random) {
            this.batch = batch;
            this.judged = batch.stream().mapToInt(CodedSession::size).max().orElse(1) - 1;
            this.offsets = new double[(judged + steps - 1) / steps];
            Arrays.setAll(offsets, window -> random.nextDouble());
        }

        @Override
        public int count() {
            return batch.size();
        }

        @Override
        public int steps() {
            return judged;
        }

        @Override
        public int stateSize() {
            return cell.memory();
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
            int[] drawn = sampled.draw(offsets[from / steps]);
            NDList found = network.call(
                    "learn",
                    arrays.create(tensors.inputs, new Shape(to - from, batch.size())),
                    arrays.create(tensors.at),
                    arrays.create(tensors.support, new Shape(tensors.count, cell.recent())),
                    arrays.create(tensors.came, new Shape(tensors.count, cell.recent())),
                    arrays.create(tensors.open, new Shape(tensors.count, cell.parts() - 1)),
                    arrays.create(tensors.said, new Shape(tensors.count, cell.parts() - 1)),
                    arrays.create(tensors.targets),
                    arrays.create(longs(drawn)),
                    arrays.create(chances(drawn)),
                    state);
            NDArray ranked = arrays.create(distinct(longs(drawn), tensors.targets));
            Map<String, NDArray> rows =
                    Map.of("items", arrays.create(distinct(tensors.inputs)), "ranked", ranked, "bias", ranked);
            return new Window.Result(loss(found, network.isLearning()), new NDList(found.get(2)), rows);
        }

        /**
         * Of the mixture; while learning also of the cell's part alone, which the rules would else leave nothing to do.
         */
        private NDArray loss(NDList found, boolean learning) {
            NDArray mixed = found.get(0).mean();
            return learning ? mixed.add(found.get(1).mean().mul(alone)) : mixed;
        }

        private float[] chances(int[] drawn) {
            float[] chances = new float[drawn.length];
            for (int i = 0; i < drawn.length; i++) {
                chances[i] = (float) Math.log(sampled.probability(drawn[i]));
            }
            return chances;
        }

        /** What {@code learn} takes: inputs by step and lane, all else by target. */
        private final class Tensors {
            private final int count;
            private final int from;
            private final int to;
            private final long[] inputs;
            private final long[] at;
            private final long[] targets;
            private final float[] support;
            private final float[] came;
            private final float[] open;
            private final float[] said;
            private int next;

            Tensors(int count, int from, int to) {
                this.count = count;
                this.from = from;
                this.to = to;
                this.inputs = new long[(to - from) * batch.size()];
                this.at = new long[count];
                this.targets = new long[count];
                this.support = new float[count * cell.recent()];
                this.came = new float[support.length];
                this.open = new float[count * (cell.parts() - 1)];
                this.said = new float[open.length];
                for (int lane = 0; lane < batch.size(); lane++) {
                    put(lane, batch.get(lane));
                }
            }

            private void put(int lane, CodedSession session) {
                NextItemRules.WithoutSession judge = session.withoutSession(rules);
                RecentItems ring = new RecentItems(cell.recent());
                for (int click = 0; click < Math.min(to, session.size()); click++) {
                    ring.click(session.click(click));
                    if (click < from) {
                        continue;
                    }
                    int place = (click - from) * batch.size() + lane;
                    inputs[place] = session.click(click);
                    if (session.isTarget(click + 1)) {
                        at[next] = place;
                        targets[next] = session.click(click + 1);
                        put(judge, ring, session.click(click + 1));
                        next++;
                    }
                }
            }

            private void put(NextItemRules.WithoutSession judge, RecentItems ring, int target) {
                int base = next * (cell.parts() - 1);
                for (int place = 0; place < cell.recent(); place++) {
                    int item = ring.at(place);
                    support[next * cell.recent() + place] = judge.support(item);
                    for (int kind = 0; kind < NextItemModule.RULE_KINDS; kind++) {
                        int part = base + place * NextItemModule.RULE_KINDS + kind;
                        open[part] = judge.hasRules(kind, item) ? 1 : 0;
                        said[part] = judge.share(kind, item, target);
                    }
                    int again = base + NextItemModule.RULE_KINDS * cell.recent() + place;
                    open[again] = item == 0 ? 0 : 1;
                    said[again] = item == target ? 1 : 0;
                }
                if (ring.previousPlace() >= 0) {
                    came[next * cell.recent() + ring.previousPlace()] = 1;
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
