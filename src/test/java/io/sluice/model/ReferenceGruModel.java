package io.sluice.model;

import java.util.Random;

/**
 * A {@link StepModel} in plain Java: one {@link ReferenceGru} and a linear head, {@code y = A h' + c}. The packed state
 * is h, so S = H. A new key starts from zeros.
 *
 * <p>The arithmetic is that of {@link ReferenceGru}. Rows are stepped one after another, so the result of a row cannot
 * depend on other rows.
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

    /** Makes a model in PyTorch's convention with random weights: the same seed and sizes give the same model. */
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

    /** Returns a copy of A, [O, H]. */
    public float[] headWeight() {
        return headWeight.clone();
    }

    /** Returns a copy of c, [O]. */
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
            throw new IllegalArgumentException("the batch has " + batch.sizes() + "; the model has " + sizes);
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

    @Override
    public void close() {}
}
