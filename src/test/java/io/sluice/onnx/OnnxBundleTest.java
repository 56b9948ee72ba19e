package io.sluice.onnx;

import static io.sluice.offline.training.onnx.OnnxFormat.FLOAT;
import static io.sluice.offline.training.onnx.OnnxFormat.INT64;
import static io.sluice.offline.training.onnx.OnnxFormat.attribute;
import static io.sluice.offline.training.onnx.OnnxFormat.floats;
import static io.sluice.offline.training.onnx.OnnxFormat.longs;
import static io.sluice.offline.training.onnx.OnnxFormat.node;
import static io.sluice.offline.training.onnx.OnnxFormat.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtException;
import io.sluice.model.BundleException;
import io.sluice.model.BundleFixture;
import io.sluice.model.EngineException;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import io.sluice.model.StepModel;
import io.sluice.model.Vocabulary;
import io.sluice.offline.training.onnx.OnnxFormat;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxBundleTest {
    private static final Sizes SIZES = new Sizes(2, 4, 3);
    private static final ReferenceGruModel MODEL = ReferenceGruModel.random(SIZES, 21);

    @TempDir
    Path directory;

    @Test
    void aFileOfRunsReproducesTheGoldenVectorsOfPyTorchsGru() throws IOException {
        OnnxBundle.write(directory, MODEL);

        LoadedBundle bundle = LoadedBundle.open(directory, "auto");

        assertThat(bundle.engine()).startsWith("ONNX Runtime 1.");
        assertThat(bundle.device()).isEqualTo("cpu");
        assertThat(bundle.goldenDifference()).isBetween(0.0, 1e-6);
        assertThat(bundle.rowDifference()).isZero();
        assertThat(bundle.runDifference()).isZero();
        try (StepModel model = bundle.newStepModel(1)) {
            assertThat(model.longestRun()).isEqualTo(64);
        }
    }

    @Test
    void aFileWhoseRunsDifferFromItsStepsIsStepped() throws IOException {
        write(OnnxFormat.model(lookingForward()).build().toByteArray());

        LoadedBundle bundle = LoadedBundle.open(directory, "cpu");

        assertThat(bundle.goldenDifference()).isBetween(0.0, 1e-6);
        assertThat(bundle.runDifference()).isGreaterThan(0.01);
        try (StepModel model = bundle.newStepModel(512)) {
            assertThat(model.longestRun()).isEqualTo(1);
        }
    }

    /** A model whose y is the one of the last step of a run. */
    private static GraphProto.Builder lookingForward() {
        GraphProto.Builder graph = OnnxModels.ofRuns(MODEL);
        int y = graph.getNodeCount() - 1;
        return graph.setNode(y, graph.getNodeBuilder(y).setOutput(0, "own"))
                .addInitializer(longs("lastStep", -1))
                .addNode(node("Gather", List.of("own", "lastStep"), "last"))
                .addNode(node("Shape", List.of("own"), "shape"))
                .addNode(node("Expand", List.of("last", "shape"), "y"));
    }

    @Test
    void aFileOfSingleStepsReproducesThem() throws IOException {
        write(OnnxModels.steps(MODEL));

        LoadedBundle bundle = LoadedBundle.open(directory, "cpu");

        assertThat(bundle.goldenDifference()).isBetween(0.0, 1e-6);
        assertThat(bundle.rowDifference()).isZero();
        try (StepModel model = bundle.newStepModel(512)) {
            assertThat(model.longestRun()).isEqualTo(1);
        }
    }

    @Test
    void aNewKeyBeginsWithZerosOrWithTheNumbersOfTheMetadata() throws IOException {
        OnnxBundle.write(directory, MODEL);
        try (StepModel model = LoadedBundle.open(directory, "cpu").newStepModel(1)) {
            assertThat(model.initialState()).isEqualTo(new byte[SIZES.state() * Float.BYTES]);
        }

        byte[] file = withMetadata("0.5,-1, 2e-3,0");
        try (StepModel model = new OnnxStepModel(BundleFixture.manifest(SIZES, file), null, file, 1)) {
            float[] state = new float[4];
            ByteBuffer.wrap(model.initialState())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(state);
            assertThat(state).containsExactly(0.5f, -1f, 0.002f, 0f);
        }
    }

    private static byte[] withMetadata(String initialState) {
        return OnnxFormat.model(OnnxModels.ofRuns(MODEL))
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey("initial_state")
                        .setValue(initialState))
                .build()
                .toByteArray();
    }

    @Test
    void aGpuIsAnErrorThatSaysWhatToDo() throws IOException {
        OnnxBundle.write(directory, MODEL);

        assertThatThrownBy(() -> LoadedBundle.open(directory, "gpu:1"))
                .isInstanceOf(EngineException.class)
                .hasMessage("device gpu:1: Sluice runs ONNX models on the CPU only; set the device to auto or cpu, or"
                        + " use a TorchScript model (model.pt), which PyTorch runs on a GPU");
    }

    @Test
    void aModelWithoutTheMethodExplainSaysSo() throws IOException {
        OnnxBundle.write(directory, MODEL);
        LoadedBundle bundle = LoadedBundle.open(directory, "cpu");

        assertThatThrownBy(bundle::newExplainer)
                .isInstanceOf(BundleException.class)
                .hasMessage(
                        "model " + directory + ": model.onnx has no method explain, which shows the gates of a cell;"
                                + " only a TorchScript module (model.pt) can have one");
    }

    @Test
    void aFailedStepNamesItsReason() throws IOException {
        OnnxBundle.write(directory, MODEL);
        byte[] file = OnnxFormat.model(lookingUp()).build().toByteArray();
        try (StepModel model = new OnnxStepModel(BundleFixture.manifest(SIZES, file), null, file, 4)) {
            var batch = model.newBatch(4);
            batch.putInput(0, new float[] {7, 0});
            batch.rows(1);
            assertThatThrownBy(() -> model.step(batch))
                    .isInstanceOf(EngineException.class)
                    .hasMessageStartingWith("the model failed: indices element out of data bounds, idx=7")
                    .message()
                    .doesNotContain("\n");
        }
    }

    /** A model that looks up its first channel in a table of 4 rows, and adds the result to y. */
    private static GraphProto.Builder lookingUp() {
        GraphProto.Builder graph = OnnxModels.ofRuns(MODEL);
        int y = graph.getNodeCount() - 1;
        return graph.setNode(y, graph.getNodeBuilder(y).setOutput(0, "yc"))
                .addInitializer(floats("table", new float[4], 4, 1))
                .addNode(node("Gather", List.of("x", "zero"), "first").addAttribute(attribute("axis", 2)))
                .addNode(node("Squeeze", List.of("first", "two"), "flat"))
                .addInitializer(longs("two", 2))
                .addNode(node("Cast", List.of("flat"), "id").addAttribute(attribute("to", INT64)))
                .addNode(node("Gather", List.of("table", "id"), "found"))
                .addNode(node("Add", List.of("yc", "found"), "y"));
    }

    @ParameterizedTest
    @MethodSource
    void aFileThatDeviatesFromTheContractIsRefusedInOneLine(byte[] file, String part) throws IOException {
        write(file);

        refused(part);
    }

    static Stream<Arguments> aFileThatDeviatesFromTheContractIsRefusedInOneLine() {
        byte[] good = OnnxModels.runs(MODEL);
        return Stream.of(
                refusal("no model".getBytes(StandardCharsets.UTF_8), "model.onnx is not an ONNX file: "),
                refusal(
                        Arrays.copyOf(good, good.length - 40),
                        "model.onnx is not an ONNX file: While parsing a protocol message"),
                refusal(
                        "PK zip".getBytes(StandardCharsets.UTF_8),
                        "model.onnx is a zip file and not an ONNX file; the name of a TorchScript file, which"
                                + " torch.jit writes, ends in .pt"),
                graph(
                        graph -> graph.getInputBuilder(0).setName("input"),
                        "model.onnx is not a model that ONNX Runtime"),
                graph(
                        graph -> graph.setInput(1, value("before", FLOAT, "B", 4))
                                .setNode(0, graph.getNodeBuilder(0).setInput(0, "before")),
                        "model.onnx has no input state; it has before, x; a model of runs has the inputs x [T, B, I] and"),
                graph(
                        graph -> graph.removeOutput(1),
                        "model.onnx has no output states; it has y; a model of runs has the inputs"),
                graph(
                        graph -> graph.addInput(value("cell", FLOAT, "B", 4)),
                        "model.onnx has the further input cell; pack all that the model remembers of a key into state"),
                graph(
                        graph -> graph.setInput(0, value("x", FLOAT, 1, "B", 2)),
                        "model.onnx: the input x has the shape [1, any, 2], which fixes T, the number of steps of a run,"
                                + " at 1; it must accept any: export it with dynamic_axes (or dynamic_shapes)"),
                graph(
                        graph -> graph.setInput(1, value("state", FLOAT, 8, 4)),
                        "model.onnx: the input state has the shape [8, 4], which fixes B, the number of rows, at 8"),
                refusal(
                        OnnxFormat.model(flat()).build().toByteArray(),
                        "model.onnx: the output states has the shape [any, any], with 2 dimensions; it must have 3"),
                refusal(
                        OnnxFormat.model(onlyLastState()).build().toByteArray(),
                        "model.onnx: the output states has the shape [1, any, 4], which fixes T, the number of steps, at"
                                + " 1"),
                refusal(
                        OnnxFormat.model(rowsFirst()).build().toByteArray(),
                        "model.onnx: the output states has the shape [3, 2, 4] for 2 steps of 3 rows; it must be"
                                + " [2, 3, 4]"),
                refusal(
                        OnnxModels.runs(ReferenceGruModel.random(new Sizes(3, 4, 3), 1)),
                        "model.onnx: the input x has the shape [any, any, 3], so a row has 3 columns; the input has 2:"
                                + " name 3 with --columns, or in input.columns"),
                refusal(
                        OnnxModels.runs(ReferenceGruModel.random(new Sizes(2, 5, 3), 1)),
                        "model.onnx: the input state has the shape [any, 5], so a row has 5 numbers and not 4; set the"
                                + " size of the state to 5"),
                refusal(
                        OnnxModels.runs(ReferenceGruModel.random(new Sizes(2, 4, 2), 1)),
                        "model.json says output 3, but a row y of model.onnx has 2 numbers; name 2 outputs"),
                refusal(
                        OnnxFormat.model(ofIds()).build().toByteArray(),
                        "model.onnx: the input x has the type int64; it must be float32"),
                model(
                        model -> model.setOpsetImport(
                                0, OperatorSetIdProto.newBuilder().setVersion(99)),
                        "model.onnx uses the operator set 99, and ONNX Runtime "),
                model(
                        model -> model.addOpsetImport(OperatorSetIdProto.newBuilder()
                                .setDomain("ai.onnx.ml")
                                .setVersion(99)),
                        "model.onnx uses the operator set 99 of ai.onnx.ml, and ONNX Runtime 1.21.1 knows those up to"
                                + " 5; write it with the set 5 of ai.onnx.ml"),
                model(
                        model -> model.setIrVersion(99),
                        "model.onnx has version 99 of ONNX's format (IR), and ONNX Runtime "),
                graph(
                        OnnxBundleTest::moveAWeightToAnotherFile,
                        "model.onnx keeps the values of w in another file; write one file that has them all:"
                                + " torch.onnx.export(..., external_data=False), or onnx.save_model(model, file)"),
                refusal(
                        OnnxFormat.model(nested(50)).build().toByteArray(),
                        "model.onnx is not an ONNX file: its parts are nested more than 100 times"),
                graph(
                        graph -> graph.setInput(1, rowsOf(1L << 33)),
                        "model.onnx: the input state has the shape [any, 8589934592], so a row has 8589934592 numbers; a"
                                + " row has at most 2147483647"),
                graph(
                        graph -> graph.addNode(node("Optional", List.of("y"), "more"))
                                .addOutput(optional("more")),
                        "model.onnx has an input or an output that is neither a tensor nor a sequence, such as an"
                                + " optional one (Invalid ONNXType found.); leave it out of the export"),
                refusal(
                        withMetadata("1,2,3"),
                        "the metadata entry initial_state has 3 numbers; it must have 4, one for each of the state"),
                refusal(
                        withMetadata("1,2,3,x"),
                        "the metadata entry initial_state has \"x\"; it must have finite numbers, separated by commas"));
    }

    private static Arguments graph(Consumer<GraphProto.Builder> change, String part) {
        GraphProto.Builder graph = OnnxModels.ofRuns(MODEL);
        change.accept(graph);
        return refusal(OnnxFormat.model(graph).build().toByteArray(), part);
    }

    private static Arguments refusal(byte[] file, String part) {
        return Arguments.of(Named.of(part, file), part);
    }

    private static Arguments model(Consumer<ModelProto.Builder> change, String part) {
        ModelProto.Builder model = OnnxFormat.model(OnnxModels.ofRuns(MODEL));
        change.accept(model);
        return refusal(model.build().toByteArray(), part);
    }

    private static GraphProto.Builder nested(int depth) {
        GraphProto graph = GraphProto.getDefaultInstance();
        for (int i = 0; i < depth; i++) {
            AttributeProto.Builder branch = AttributeProto.newBuilder()
                    .setName("then_branch")
                    .setType(AttributeProto.AttributeType.GRAPH)
                    .setG(graph);
            graph = GraphProto.newBuilder()
                    .addNode(node("If", List.of("x"), "y").addAttribute(branch))
                    .build();
        }
        return graph.toBuilder();
    }

    private static void moveAWeightToAnotherFile(GraphProto.Builder graph) {
        graph.setInitializer(
                0,
                graph.getInitializerBuilder(0)
                        .clearRawData()
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(StringStringEntryProto.newBuilder()
                                .setKey("location")
                                .setValue("model.onnx.data")));
    }

    private static ValueInfoProto.Builder rowsOf(long width) {
        ValueInfoProto.Builder state = value("state", FLOAT, "B", 4);
        state.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(1)
                .setDimValue(width);
        return state;
    }

    private static ValueInfoProto.Builder optional(String name) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setOptionalType(TypeProto.Optional.newBuilder()
                                .setElemType(value(name, FLOAT, "N").getType())));
    }

    /** A model whose states have lost the dimension of the rows. */
    private static GraphProto.Builder flat() {
        GraphProto.Builder graph = OnnxModels.ofRuns(MODEL);
        return graph.setOutput(1, value("flat", FLOAT, "T", "N").setName("states"))
                .setNode(2, graph.getNodeBuilder(2).setOutput(0, "all"))
                .setNode(3, graph.getNodeBuilder(3).setInput(0, "all"))
                .addInitializer(longs("shape", 0, -1))
                .addNode(node("Reshape", List.of("all", "shape"), "states"));
    }

    /** A model that returns only the state after the last step. */
    private static GraphProto.Builder onlyLastState() {
        GraphProto.Builder graph = OnnxModels.ofRuns(MODEL);
        return graph.setNode(1, graph.getNodeBuilder(1).addOutput("last"))
                .setNode(2, graph.getNodeBuilder(2).setOutput(0, "all"))
                .setNode(3, graph.getNodeBuilder(3).setInput(0, "all"))
                .addNode(node("Identity", List.of("last"), "states"));
    }

    /** A model that returns states in the order of PyTorch's batch_first. */
    private static GraphProto.Builder rowsFirst() {
        GraphProto.Builder graph = OnnxModels.ofRuns(MODEL);
        return graph.setOutput(1, value("states", FLOAT, "N", "M", 4))
                .setNode(2, graph.getNodeBuilder(2).setOutput(0, "all"))
                .setNode(3, graph.getNodeBuilder(3).setInput(0, "all"))
                .addNode(node("Transpose", List.of("all"), "states")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("perm")
                                .setType(AttributeProto.AttributeType.INTS)
                                .addAllInts(List.of(1L, 0L, 2L))));
    }

    private static GraphProto.Builder ofIds() {
        GraphProto.Builder graph = OnnxModels.ofRuns(MODEL);
        return graph.setInput(0, value("x", INT64, "T", "B", 2))
                .setNode(1, graph.getNodeBuilder(1).setInput(0, "xf"))
                .addNode(1, node("Cast", List.of("x"), "xf").addAttribute(attribute("to", FLOAT)));
    }

    /** The largest call computes at most MOST_SCORES scores; a run of 64 events of this vocabulary has more. */
    @Test
    void aLargeVocabularyLeavesNoRoomForRuns() {
        byte[] file = OnnxModels.runs(MODEL);
        Vocabulary vocabulary = Vocabulary.of(IntStream.range(0, Vocabulary.MOST_SCORES / 63)
                .mapToObj(Integer::toString)
                .toList());
        try (StepModel model = new OnnxStepModel(BundleFixture.manifest(SIZES, file), vocabulary, file, 4)) {
            assertThat(model.longestRun()).isEqualTo(1);
        }
    }

    @Test
    void theReasonOfAFailureIsNotCut() {
        assertThat(OnnxRuntime.reason(new OrtException("Unexpected input"))).isEqualTo("Unexpected input");
        assertThat(
                        OnnxRuntime.reason(
                                new OrtException(
                                        OrtException.OrtErrorCode.ORT_FAIL,
                                        "Non-zero status code returned while running Gather node. Status Message: idx=7 is\n too large")))
                .isEqualTo("idx=7 is too large");
    }

    @Test
    void aStateThatFitsNoBufferIsRefused() {
        GraphProto.Builder graph = OnnxModels.ofRuns(MODEL).setInput(1, value("state", FLOAT, "B", "S"));
        byte[] file = OnnxFormat.model(graph).build().toByteArray();
        Manifest.Input input = BundleFixture.manifest(SIZES, file).input();
        try (OnnxFile opened = OnnxFile.open("bare.onnx", file)) {
            assertThatThrownBy(() -> opened.sizes(input, OptionalInt.of(Integer.MAX_VALUE)))
                    .isInstanceOf(BundleException.class)
                    .hasMessage("bare.onnx cannot be stepped: 3 rows of 2147483647 numbers have 25769803764 bytes, and"
                            + " Sluice holds at most 2147483647; make the row smaller");
        }
    }

    @Test
    void anotherFileOfWeightsIsNeverRead() throws IOException {
        GraphProto.Builder graph = OnnxModels.ofRuns(MODEL);
        moveAWeightToAnotherFile(graph);
        byte[] values = OnnxModels.ofRuns(MODEL).getInitializer(0).getRawData().toByteArray();
        Path beside = Files.write(Path.of("model.onnx.data"), values); // ONNX Runtime would read it
        try {
            write(OnnxFormat.model(graph).build().toByteArray());

            refused("model.onnx keeps the values of w in another file");
        } finally {
            Files.delete(beside);
        }
    }

    private void write(byte[] file) throws IOException {
        GoldenVectors golden = BundleFixture.golden(MODEL);
        OnnxBundle.write(directory, SIZES, file, golden);
    }

    private void refused(String part) {
        assertThatThrownBy(() -> LoadedBundle.open(directory, "cpu"))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("model " + directory + ": ")
                .hasMessageContaining(part)
                .message()
                .doesNotContain("\n");
    }
}
