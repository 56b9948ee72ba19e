package io.sluice.offline.training.sensor;

import io.sluice.offline.training.onnx.OnnxNodes;
import io.sluice.offline.training.onnx.OnnxStep;
import java.util.List;

/**
 * A step of the {@link Relations} between C channels in ONNX. It is the method {@code relate} of the TorchScript, with
 * its names. The tensors have a column for each key, B in all: [C, B], and matrices [C, C, B].
 */
final class RelationsOnnx {
    private final int channels;
    private final OnnxNodes n;

    private RelationsOnnx(int channels, OnnxNodes nodes) {
        this.channels = channels;
        this.n = nodes;
    }

    /**
     * Writes a step: the rows x [B, I] and the state [B, S] of the relations give their part of y and the next state.
     */
    static OnnxStep.Result write(int channels, OnnxNodes nodes, String x, String state) {
        return new RelationsOnnx(channels, nodes).write(x, state);
    }

    private OnnxStep.Result write(String x, String state) {
        List<String> old =
                n.split(0, n.transpose(state), 1, channels, channels, channels, channels, channels * channels);
        String steps = old.get(0);
        String count = old.get(1);
        String mean = old.get(2);
        String spread = old.get(3);
        String smooth = old.get(4);
        String covariance = n.reshape(old.get(5), channels, channels, -1);
        String pairs = n.reshape(n.slice(n.transpose(x), 0, 0, 2 * channels), channels, 2, -1);
        List<String> input = n.split(1, pairs, 1, 1);
        String reading =
                n.clip(n.squeeze(input.get(0), 1), -SensorModule.LARGEST_READING, SensorModule.LARGEST_READING);
        String isMissing = n.isAbove(n.squeeze(input.get(1), 1), 0.5);
        String present = n.minus(n.number(1), n.toFloats(isMissing));

        // The distance of each channel from its own mean, in units of its usual distance.
        String center = n.where(n.isAbove(count, 0.5), mean, reading);
        String off = n.where(isMissing, n.number(0), n.minus(reading, center));
        String unit = n.add("Max", spread, n.atLeast(n.times(n.add("Abs", center), 1e-6), 1e-20));
        String stands = n.where(n.isAbove(count, 1.5), n.clip(n.over(off, unit), -3, 3), n.number(0));

        String inverse = inverse(covariance);
        String own = sum(n.times(inverse, identity()));
        String untold = residual(inverse, stands, own);
        String filled = n.where(isMissing, n.clip(n.minus(stands, untold), -3, 3), stands);
        String residual = residual(inverse, filled, own);
        String known = n.isAbove(n.times(count, present), 9.5);
        String smoothNow = n.where(known, n.toward(smooth, n.number(0.2), residual), smooth);

        String stepsNow = n.plus(steps, n.number(1));
        String countNow = n.plus(count, present);
        String learned = n.atLeast(n.inverse(stepsNow), 0.005);
        String share = n.times(present, n.atLeast(n.inverse(n.atLeast(countNow, 1)), 0.005));
        String product = n.times(n.unsqueeze(filled, 1), n.unsqueeze(filled, 0));
        String next = n.concat(
                0,
                stepsNow,
                countNow,
                n.where(isMissing, mean, n.plus(center, n.times(share, off))),
                n.toward(spread, share, n.add("Abs", off)),
                smoothNow,
                n.reshape(n.toward(covariance, learned, product), (long) channels * channels, -1));
        return new OnnxStep.Result(deviations(known, residual, smoothNow), n.transpose(next));
    }

    private String identity() {
        float[] values = new float[channels * channels];
        for (int i = 0; i < channels; i++) {
            values[i * channels + i] = 1;
        }
        return n.numbers("identity", values, channels, channels, 1);
    }

    private float[] axis(int k) {
        float[] values = new float[channels];
        values[k] = 1;
        return values;
    }

    /** Returns the inverse of the covariance with a ridge, by Gauss-Jordan elimination, a row after the other. */
    private String inverse(String covariance) {
        String inverse = n.plus(covariance, n.times(identity(), 0.03));
        for (int k = 0; k < channels; k++) {
            String row = n.slice(inverse, 0, k, k + 1);
            String pivot = n.slice(row, 1, k, k + 1);
            String across = n.over(n.plus(row, n.numbers("row " + k, axis(k), 1, channels, 1)), pivot);
            String down = n.minus(n.slice(inverse, 1, k, k + 1), n.numbers("column " + k, axis(k), channels, 1, 1));
            inverse = n.minus(inverse, n.times(down, across));
        }
        return inverse;
    }

    /** Returns how far each channel is from what the others say of it. */
    private String residual(String inverse, String stands, String own) {
        return n.over(sum(n.times(inverse, n.unsqueeze(stands, 0))), own);
    }

    /** Returns the sums of the rows of matrices. */
    private String sum(String matrices) {
        return n.squeeze(n.sumOfColumn(matrices, channels, 1), 1);
    }

    /** Returns two numbers of each channel; -1 where the channel is missing or little known. */
    private String deviations(String known, String residual, String smooth) {
        String both = n.concat(1, n.unsqueeze(residual, 1), n.unsqueeze(smooth, 1));
        String shown = n.where(n.unsqueeze(known, 1), n.add("Abs", both), n.number(-1));
        return n.transpose(n.reshape(shown, 2L * channels, -1));
    }
}
