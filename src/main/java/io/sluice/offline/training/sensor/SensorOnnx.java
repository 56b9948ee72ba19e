package io.sluice.offline.training.sensor;

import io.sluice.offline.training.cell.OnnxCell;
import io.sluice.offline.training.onnx.OnnxNetwork;
import io.sluice.offline.training.onnx.OnnxNodes;
import io.sluice.offline.training.onnx.OnnxStep;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step of a {@link SensorModule} in ONNX.
 *
 * @param relations the relations between the channels; null if each channel is judged alone
 */
record SensorOnnx(
        SensorModule module, OnnxCell cell, @Nullable Relations relations) implements OnnxStep {
    /** Returns the network of a module; empty if ONNX has no operator for its recurrent cell. */
    static Optional<OnnxNetwork> network(SensorModule module) {
        return module.cell()
                .onnx()
                .map(cell -> OnnxNetwork.ofSingleSteps(new SensorOnnx(module, cell, module.relations())));
    }

    @Override
    public Result write(OnnxNodes nodes, String x, String state) {
        if (relations == null) {
            return ChannelOnnx.write(module, cell, nodes, x, state);
        }
        List<String> parts = nodes.split(1, state, module.sizes().state() - relations.state(), relations.state());
        Result alone = ChannelOnnx.write(module, cell, nodes, x, parts.get(0));
        Result related = RelationsOnnx.write(module.channels(), nodes, x, parts.get(1));
        return new Result(nodes.concat(1, alone.y(), related.y()), nodes.concat(1, alone.state(), related.state()));
    }
}
