package io.sluice.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class TorchStepModelTest {
    private static final Sizes SIZES = new Sizes(3, 16, 2);
    private static final ReferenceGruModel REFERENCE = ReferenceGruModel.random(SIZES, 11);
    private static final int CAPACITY = 300;

    private static Path directory;
    private static LoadedBundle bundle;
    private static StepModel model;

    @BeforeContainer
    static void load() throws IOException {
        directory = Files.createTempDirectory("sluice-gru");
        GruBundle.write(directory, REFERENCE);
        bundle = LoadedBundle.open(directory, "cpu");
        model = bundle.newStepModel(CAPACITY);
    }

    @AfterContainer
    static void close() throws IOException {
        model.close();
        for (String file : List.of("model.json", "golden.json", "model.pt", "")) {
            Files.delete(directory.resolve(file));
        }
    }

    @Property(tries = 60)
    void aBatchOfAnySizeEqualsItsRowsAloneBitForBit(
            @ForAll @IntRange(min = 1, max = CAPACITY) int rows,
            @ForAll @IntRange(max = 20) int spare,
            @ForAll long seed) {
        StepBatch batch = randomBatch(rows, Math.min(CAPACITY, rows + spare), seed);

        model.step(batch);

        assertEqualAlone(batch, new StepBatch(SIZES, 1));
        assertEqualAlone(batch, new StepBatch(SIZES, 8));
    }

    @Example
    void moreRowsThanTheLargestBucketEqualTheirRowsAlone() {
        int rows = 2 * TorchStepModel.LARGEST_BUCKET + 3;
        StepBatch batch = randomBatch(rows, rows, 5);

        model.step(batch);

        assertEqualAlone(batch, new StepBatch(SIZES, 4));
    }

    @Example
    void staleRowsAfterTheLastOneDoNotMatter() {
        StepBatch batch = randomBatch(5, 8, 1);
        for (int row = 5; row < 8; row++) {
            batch.putInput(row, new float[] {Float.NaN, Float.NaN, Float.NaN});
        }

        model.step(batch);

        assertEqualAlone(batch, new StepBatch(SIZES, 1));
        assertThat(batch.input().getFloat(7 * batch.inputRowBytes())).isZero();
    }

    @Example
    void bucketsArePowersOfTwoFromFour() {
        assertThat(IntStream.of(1, 4, 5, 8, 9, 512, 513).map(TorchStepModel::bucket))
                .containsExactly(4, 4, 8, 8, 16, 512, 1024);
    }

    @Example
    void theEngineAgreesWithTheReference() {
        StepBatch batch = randomBatch(7, 7, 3);
        StepBatch expected = randomBatch(7, 7, 3);
        for (int step = 0; step < 100; step++) {
            model.step(batch);
            REFERENCE.step(expected);
            assertClose(batch.output(), expected.output());
            assertClose(batch.nextState(), expected.nextState());
            batch.state().put(0, batch.nextState(), 0, batch.nextState().capacity());
            expected.state()
                    .put(0, expected.nextState(), 0, expected.nextState().capacity());
        }
    }

    @Example
    void instancesOnTwoThreadsDoNotDisturbEachOther() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<ByteBuffer>> results = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                results.add(threads.submit(() -> manySteps(2_000)));
            }
            ByteBuffer expected = manySteps(2_000);
            assertThat(results.get(0).get()).isEqualTo(expected);
            assertThat(results.get(1).get()).isEqualTo(expected);
        } finally {
            threads.shutdownNow();
        }
    }

    private static ByteBuffer manySteps(int steps) {
        StepBatch batch = randomBatch(6, 6, 9);
        try (StepModel own = bundle.newStepModel(6)) {
            for (int step = 0; step < steps; step++) {
                own.step(batch);
                batch.state().put(0, batch.nextState(), 0, batch.nextState().capacity());
            }
        }
        return batch.nextState();
    }

    @Example
    void aModelThatScoresMoreItemsHasFewerRowsInACall() {
        assertThat(TorchStepModel.largestBucket(1)).isEqualTo(4096);
        assertThat(TorchStepModel.largestBucket(16_384)).isEqualTo(4096);
        assertThat(TorchStepModel.largestBucket(16_385)).isEqualTo(2048);
        assertThat(TorchStepModel.largestBucket(1_000_000)).isEqualTo(64);
        assertThat(TorchStepModel.largestBucket(16_777_215)).isEqualTo(4);
    }

    @Example
    void aKeyNeverSeenStartsFromZeros() {
        assertThat(model.initialState()).isEqualTo(new byte[SIZES.state() * 4]);
    }

    @Example
    void aBatchOfOtherSizesIsRefused() {
        assertThatThrownBy(() -> model.step(new StepBatch(new Sizes(3, 16, 3), 4)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> model.step(new StepBatch(SIZES, 4, 8))).isInstanceOf(IllegalArgumentException.class);
    }

    private static StepBatch randomBatch(int rows, int capacity, long seed) {
        Random random = new Random(seed);
        StepBatch batch = new StepBatch(SIZES, capacity);
        for (int i = 0; i < rows * SIZES.input(); i++) {
            batch.input().putFloat(i * 4, (float) random.nextGaussian());
        }
        for (int i = 0; i < rows * SIZES.state(); i++) {
            batch.state().putFloat(i * 4, 2 * random.nextFloat() - 1);
        }
        batch.rows(rows);
        return batch;
    }

    private static void assertEqualAlone(StepBatch batch, StepBatch alone) {
        for (int row = 0; row < batch.rows(); row++) {
            alone.input().put(0, batch.input(), row * batch.inputRowBytes(), batch.inputRowBytes());
            alone.state().put(0, batch.state(), row * batch.stateRowBytes(), batch.stateRowBytes());
            alone.rows(1);
            model.step(alone);
            assertSameRow(row, batch.outputRowBytes(), batch.output(), alone.output());
            assertSameRow(row, batch.stateRowBytes(), batch.nextState(), alone.nextState());
        }
    }

    private static void assertSameRow(int row, int bytes, ByteBuffer batch, ByteBuffer alone) {
        if (!batch.slice(row * bytes, bytes).equals(alone.slice(0, bytes))) {
            throw new AssertionError("row " + row + " differs from the row alone");
        }
    }

    private static void assertClose(ByteBuffer found, ByteBuffer expected) {
        for (int at = 0; at < expected.capacity(); at += 4) {
            assertThat(found.getFloat(at)).isCloseTo(expected.getFloat(at), within(1e-5f));
        }
    }
}
