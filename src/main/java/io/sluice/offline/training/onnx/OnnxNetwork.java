package io.sluice.offline.training.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.sluice.Internal;
import io.sluice.model.Sizes;
import io.sluice.offline.training.torchscript.Parameter;
import java.util.List;
import java.util.Map;

/**
 * A network that can be written as ONNX. Its file takes runs or single steps:
 *
 * <pre>
 *   x [T, B, I], state [B, S]  gives  y [T, B, O], states [T, B, S]
 *   x [B, I],    state [B, S]  gives  y [B, O],    states [B, S]
 * </pre>
 *
 * @param step the network
 * @param form what the network and its file take
 */
@Internal
public record OnnxNetwork(OnnxStep step, Form form) {
    enum Form {
        /** Network and file take runs. */
        RUNS,
        /** The network takes single steps. The file takes runs: the operator Scan repeats the network. */
        REPEATED_STEPS,
        /** Network and file take single steps. */
        SINGLE_STEPS
    }

    /** A network of single steps, which its file repeats for each step of a run. */
    public static OnnxNetwork ofSteps(OnnxStep step) {
        return new OnnxNetwork(step, Form.REPEATED_STEPS);
    }

    /**
     * A network of single steps. Its file takes no runs. That is quicker if a step has many operators: a Scan adds
     * about 40 µs to a call, and a run saves little beside the time of the operators.
     */
    public static OnnxNetwork ofSingleSteps(OnnxStep step) {
        return new OnnxNetwork(step, Form.SINGLE_STEPS);
    }

    /** A network of whole runs. */
    public static OnnxNetwork ofRuns(OnnxStep runs) {
        return new OnnxNetwork(runs, Form.RUNS);
    }

    /**
     * Returns the bytes of the file.
     *
     * @param ids true if a row x holds int64 ids, and not float32 numbers
     * @param weights the weights by name, in PyTorch's layout
     */
    public byte[] file(Sizes sizes, boolean ids, Map<String, Parameter> weights) {
        int type = ids ? OnnxFormat.INT64 : OnnxFormat.FLOAT;
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("sluice")
                .addInput(value("x", type, sizes.input()))
                .addInput(OnnxFormat.value("state", OnnxFormat.FLOAT, "B", sizes.state()))
                .addOutput(value("y", OnnxFormat.FLOAT, sizes.output()))
                .addOutput(value("states", OnnxFormat.FLOAT, sizes.state()));
        OnnxNodes nodes = new OnnxNodes(weights);
        if (form != Form.REPEATED_STEPS) {
            OnnxStep.Result result = step.write(nodes, "x", "state");
            nodes.add("Identity", List.of(), List.of(result.y()), "y");
            nodes.add("Identity", List.of(), List.of(result.state()), "states");
            nodes.addNodesTo(graph);
        } else {
            graph.addNode(OnnxFormat.node("Scan", List.of("state", "x"), "last", "y", "states")
                    .addAttribute(OnnxFormat.attribute("num_scan_inputs", 1))
                    .addAttribute(OnnxFormat.attribute("body", body(nodes, sizes, type))));
        }
        nodes.addTensorsTo(graph); // the body of a Scan sees the tensors of the graph around it
        return OnnxFormat.model(graph).setProducerName("Sluice").build().toByteArray();
    }

    private ValueInfoProto.Builder value(String name, int type, int width) {
        return form == Form.SINGLE_STEPS
                ? OnnxFormat.value(name, type, "B", width)
                : OnnxFormat.value(name, type, "T", "B", width);
    }

    /** Returns the graph of one step. Its results are the state for the next step, then what Scan collects. */
    private GraphProto.Builder body(OnnxNodes nodes, Sizes sizes, int type) {
        OnnxStep.Result result = step.write(nodes, "row", "before");
        nodes.add("Identity", List.of(), List.of(result.state()), "after");
        nodes.add("Identity", List.of(), List.of(result.state()), "state of step");
        nodes.add("Identity", List.of(), List.of(result.y()), "y of step");
        GraphProto.Builder body = GraphProto.newBuilder()
                .setName("step")
                .addInput(OnnxFormat.value("before", OnnxFormat.FLOAT, "B", sizes.state()))
                .addInput(OnnxFormat.value("row", type, "B", sizes.input()))
                .addOutput(OnnxFormat.value("after", OnnxFormat.FLOAT, "B", sizes.state()))
                .addOutput(OnnxFormat.value("y of step", OnnxFormat.FLOAT, "B", sizes.output()))
                .addOutput(OnnxFormat.value("state of step", OnnxFormat.FLOAT, "B", sizes.state()));
        nodes.addNodesTo(body);
        return body;
    }
}
