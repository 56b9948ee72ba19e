package io.sluice.model;

import java.util.Random;

/**
 * A {@link StepModel} in plain Java: one {@link ReferenceGru} and a linear head, {@code y = A h' + c}. The packed state
 * is h, so S = H; a key never seen starts from zeros.
 *
 * <p>Arithmetic is {@link ReferenceGru}'s. Rows are stepped one after another, so a row's result cannot depend on its
 * neighbours.
 */
public final class ReferenceGruModel implements StepModel {
    private final Sizes sizes;
    private final ReferenceGru gru;
    private final float[] headWeight;
    private final float[] headBias;
    private final float[] x;
    private final float[] h;
    private final float[] next;

    /**
     * @param headWeight A, [O, H] in row-major order
     * @param headBias c, [O]
     */
    public ReferenceGruModel(ReferenceGru gru, float[] headWeight, float[] headBias) {
        this.sizes = new Sizes(gru.input(), gru.hidden(), headBias.length);
        this.gru = gru;
        this.headWeight = ReferenceGru.copy("headWeight", headWeight, sizes.output() * sizes.state());
        this.headBias = headBias.clone();
        this.x = new float[sizes.input()];
        this.h = new float[sizes.state()];
        this.next = new float[sizes.state()];
    }

    /** A model in PyTorch's convention with weights from a seed: the same seed and sizes give the same model. */
    public static ReferenceGruModel random(Sizes sizes, long seed) {
        ReferenceGru gru = ReferenceGru.random(ReferenceGru.Convention.RESET_AFTER, sizes.input(), sizes.state(), seed);
        Random random = new Random(~seed);
        double bound = 1 / Math.sqrt(sizes.state());
        return new ReferenceGruModel(
                gru,
                ReferenceGru.uniform(random, sizes.output() * sizes.state(), bound),
                ReferenceGru.uniform(random, sizes.output(), bound));
    }

    public ReferenceGru gru() {
        return gru;
    }

    /** A copy of A, [O, H]. */
    public float[] headWeight() {
        return headWeight.clone();
    }

    /** A copy of c, [O]. */
    public float[] headBias() {
        return headBias.clone();
    }

    @Override
    public Sizes sizes() {
        return sizes;
    }

    @Override
    public byte[] initialState() {
        return new byte[sizes.state() * Float.BYTES];
    }

    @Override
    public void step(StepBatch batch) {
        if (!batch.sizes().equals(sizes)) {
            throw new IllegalArgumentException("a batch of " + batch.sizes() + " for a model of " + sizes);
        }
        for (int row = 0; row < batch.rows(); row++) {
            step(batch, row);
        }
    }

    private void step(StepBatch batch, int row) {
        int inputAt = row * batch.inputRowBytes();
        for (int i = 0; i < x.length; i++) {
            x[i] = batch.input().getFloat(inputAt + i * Float.BYTES);
        }
        int stateAt = row * batch.stateRowBytes();
        for (int i = 0; i < h.length; i++) {
            h[i] = batch.state().getFloat(stateAt + i * Float.BYTES);
        }
        gru.step(x, h, next);
        for (int i = 0; i < next.length; i++) {
            batch.nextState().putFloat(stateAt + i * Float.BYTES, next[i]);
        }
        int outputAt = row * batch.outputRowBytes();
        for (int i = 0; i < headBias.length; i++) {
            batch.output().putFloat(outputAt + i * Float.BYTES, (float)
                    (ReferenceGru.dot(headWeight, i, next) + headBias[i]));
        }
    }

    /** Nothing to release. */
    @Override
    public void close() {}
}
