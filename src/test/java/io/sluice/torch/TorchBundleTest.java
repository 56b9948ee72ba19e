package io.sluice.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sluice.model.BundleException;
import io.sluice.model.BundleFixture;
import io.sluice.model.EngineException;
import io.sluice.model.GoldenVectors;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.offline.imports.BareModule;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import io.sluice.runtime.LoadedBundle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchBundleTest {
    private static final Sizes SIZES = new Sizes(2, 4, 1);
    private static final ReferenceGruModel MODEL = ReferenceGruModel.random(SIZES, 21);

    @TempDir
    Path directory;

    @Test
    void aBundleThatReproducesItsGoldenVectorsIsReady() throws IOException {
        GruBundle.write(directory, MODEL);

        LoadedBundle bundle = LoadedBundle.open(directory, "cpu");

        assertThat(bundle.device()).isEqualTo("cpu");
        assertThat(bundle.goldenDifference()).isBetween(0.0, 1e-6);
        assertThat(bundle.bundle().manifest().name()).isEqualTo("test-gru");
    }

    @Test
    void aModuleThatReturnsNoTensorsIsRefused() throws IOException {
        byte[] module = BareModule.ofMethods("""
                  def forward(self: __torch__.Bare, x: Tensor, state: Tensor) -> NoneType:
                    return None
                """);
        GruBundle.write(directory, SIZES, module, BundleFixture.golden(MODEL));

        refused("the module's forward returns something that is no tensor, such as None or a number");
    }

    @Test
    void aStepThatReturnsNoTensorFailsAsAStep() throws IOException {
        // A condition that no golden vector meets.
        byte[] module = BareModule.ofMethods("""
                  def forward(self: __torch__.Bare, x: Tensor, state: Tensor) -> Tuple[Tensor, Optional[Tensor]]:
                    y = torch.mul(torch.slice(x, 1, 0, 1), 0.)
                    if bool(torch.gt(torch.max(x), 1000.)):
                      next = annotate(Optional[Tensor], None)
                    else:
                      next = annotate(Optional[Tensor], torch.mul(state, 0.))
                    return (y, next)
                """);
        GoldenVectors golden = BundleFixture.golden(MODEL);
        GoldenVectors zeros = new GoldenVectors(
                golden.tolerance(),
                golden.keys().stream()
                        .map(key -> new GoldenVectors.Sequence(
                                key.key(),
                                key.x(),
                                key.y().stream().map(y -> List.of(0f)).toList(),
                                List.of(0f, 0f, 0f, 0f)))
                        .toList());
        GruBundle.write(directory, SIZES, module, zeros);

        try (StepModel model = LoadedBundle.open(directory, "cpu").newStepModel(4)) {
            StepBatch batch = model.newBatch(4);
            batch.putInput(0, new float[] {2000, 0});
            batch.putState(0, model.initialState(), 0);
            batch.rows(1);
            assertThatThrownBy(() -> model.step(batch))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("the module's forward returns something that is no");
        }
    }

    @Test
    void aTamperedModuleIsRefusedBeforeItIsLoaded() throws IOException {
        GruBundle.write(directory, MODEL);
        byte[] module = Files.readAllBytes(directory.resolve("model.pt"));
        module[module.length / 2] ^= 1;
        Files.write(directory.resolve("model.pt"), module);

        refused("model.json says SHA-256 ");
    }

    @Test
    void goldenVectorsOfOtherWeightsAreRefused() throws IOException {
        GoldenVectors others = BundleFixture.golden(ReferenceGruModel.random(SIZES, 23));
        GruBundle.write(directory, SIZES, GruBundle.module(MODEL), others);

        refused("golden.json is not reproduced: key key-0 stepped with others, step 1, y[0]: expected ");
    }

    @Test
    void aFileThatIsNotTorchScriptIsRefused() throws IOException {
        byte[] text = "PK no zip".getBytes(StandardCharsets.UTF_8);
        GruBundle.write(directory, SIZES, text, BundleFixture.golden(MODEL));

        refused("model.pt is not a TorchScript archive that PyTorch can load (PytorchStreamReader ");
    }

    @Test
    void aModuleWithAnotherInputSizeIsRefused() throws IOException {
        Sizes wider = new Sizes(3, 4, 1);
        GoldenVectors golden = BundleFixture.golden(ReferenceGruModel.random(wider, 1));
        GruBundle.write(directory, wider, GruBundle.module(MODEL), golden);

        refused("forward does not accept the sizes of model.json, x [4, 3] float32 and state [4, 4]: RuntimeError: ");
    }

    @Test
    void aModuleWithAnotherOutputSizeIsRefused() throws IOException {
        Sizes wider = new Sizes(2, 4, 2);
        GoldenVectors golden = BundleFixture.golden(ReferenceGruModel.random(wider, 1));
        GruBundle.write(directory, wider, GruBundle.module(MODEL), golden);

        refused("model.json says output 2, so 4 rows are (4, 2) float32; the module returns (4, 1) float32");
    }

    @Test
    void aModuleThatReturnsNoStateIsRefused() throws IOException {
        write("""
              def forward(self: __torch__.Test, x: Tensor, state: Tensor) -> Tensor:
                return torch.slice(x, 1, 0, 1)
            """);

        refused("forward returns 1 tensor; it must return two, y and the next state packed into one tensor");
    }

    @Test
    void aModuleWhoseStateIsNotPackedIsRefused() throws IOException {
        write("""
              def forward(self: __torch__.Test, x: Tensor, state: Tensor) -> Tuple[Tensor, Tuple[Tensor, Tensor]]:
                return (torch.slice(x, 1, 0, 1), (state, state))
            """);

        refused("forward returns 3 tensors; it must return two, y and the next state packed into one tensor");
    }

    @Test
    void aModuleThatWasSavedFromAGpuRunsOnTheCpu() throws IOException {
        byte[] saved = markedForAGpu(GruBundle.module(MODEL));
        GruBundle.write(directory, SIZES, saved, BundleFixture.golden(MODEL));

        assertThat(LoadedBundle.open(directory, "cpu").goldenDifference()).isLessThan(1e-6);
    }

    /** Returns the same archive with every tensor marked for the first GPU, in the way that PyTorch marks it. */
    private static byte[] markedForAGpu(byte[] module) throws IOException {
        String onCpu = "X\3\0\0\0cpu";
        ByteArrayOutputStream moved = new ByteArrayOutputStream();
        int tensors = 0;
        try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(module));
                ZipOutputStream to = new ZipOutputStream(moved)) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                String bytes = new String(from.readAllBytes(), StandardCharsets.ISO_8859_1);
                tensors += bytes.split(Pattern.quote(onCpu), -1).length - 1;
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(bytes.replace(onCpu, "X\6\0\0\0cuda:0").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(tensors).isPositive();
        return moved.toByteArray();
    }

    @Test
    void onlyTheBeginningOfALongLineIsReported() {
        String line = "RuntimeError: backends are " + "CPU, ".repeat(400);
        assertThat(TorchEngine.reason(new IllegalStateException(new IllegalStateException("trace\n" + line))))
                .startsWith("RuntimeError: backends are CPU, ")
                .endsWith(" ...")
                .hasSizeLessThan(400);
    }

    @Test
    void anUnknownColumnIsRefused() throws IOException {
        GruBundle.write(directory, MODEL);
        Path manifest = directory.resolve("model.json");
        Files.writeString(manifest, Files.readString(manifest).replace("value.missing", "value.absent"));

        refused("model.json: input.columns names the unknown column \"value.absent\"");
    }

    @Test
    void aModuleMayDefineItsInitialState() throws IOException {
        write(FIRST_INPUT + """
              def initial_state(self: __torch__.Test, rows: int) -> Tensor:
                return torch.expand(torch.slice(self.start, 0, 0, 1), [rows, 4])
            """);

        try (StepModel model = LoadedBundle.open(directory, "cpu").newStepModel(4)) {
            float[] state = new float[4];
            ByteBuffer.wrap(model.initialState())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(state);
            assertThat(state).containsExactly(0.5f, -1f, 2f, 0.25f);
        }
    }

    @Test
    void aModuleThatAcceptsOnlyOneNumberOfRowsIsRefusedInOneLine() throws IOException {
        write(FOUR_ROWS_ALONE);

        assertThatThrownBy(() -> LoadedBundle.open(directory, "cpu"))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith(
                        "the module's forward failed for 7 rows: RuntimeError: The size of tensor a (7)")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void autoIsTheCpuIfThereIsNoGpu() throws IOException {
        assumeFalse(NvidiaDriver.isPresent());
        GruBundle.write(directory, MODEL);

        assertThat(LoadedBundle.open(directory, "auto").device()).isEqualTo("cpu");
    }

    @Test
    void aMissingGpuIsAnError() throws IOException {
        assumeFalse(NvidiaDriver.isPresent());
        GruBundle.write(directory, MODEL);

        assertThatThrownBy(() -> LoadedBundle.open(directory, "gpu:1"))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("device gpu:1: PyTorch ")
                .hasMessageContaining(
                        " has no GPU that it can use: this machine has no NVIDIA driver (looked for /proc/driver/nvidia/version")
                .hasMessageEndingWith("set the device to auto or cpu");
    }

    @Test
    void anUnknownDeviceIsAnError() throws IOException {
        GruBundle.write(directory, MODEL);

        assertThatThrownBy(() -> LoadedBundle.open(directory, "tpu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("device \"tpu\" is unknown; set it to auto, cpu, gpu or gpu:N, such as gpu:1");
    }

    /** y = x[0]. */
    private static final String FIRST_INPUT = """
              def forward(self: __torch__.Test, x: Tensor, state: Tensor) -> Tuple[Tensor, Tensor]:
                return (torch.slice(x, 1, 0, 1), state)
            """;

    /** y = x[0] + 0, which only 4 rows allow. */
    private static final String FOUR_ROWS_ALONE = """
              def forward(self: __torch__.Test, x: Tensor, state: Tensor) -> Tuple[Tensor, Tensor]:
                y = torch.add(torch.slice(x, 1, 0, 1), self.zeros)
                return (y, state)
            """;

    private void write(String methods) throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        Parameter start = new Parameter("start", List.of(1, 4), 0.5f, -1f, 2f, 0.25f);
        TorchScriptArchive.write(archive, "Test", List.of(start, Parameter.zeros("zeros", 4, 1)), methods);
        boolean started = methods.contains("initial_state");
        byte[] initial = started ? start() : new byte[16];
        GruBundle.write(directory, SIZES, archive.toByteArray(), BundleFixture.golden(new FirstInput(initial)));
    }

    private static byte[] start() {
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(0.5f).putFloat(-1f).putFloat(2f).putFloat(0.25f);
        return bytes.array();
    }

    /** A model whose y is the first input, and whose state never changes. */
    private static final class FirstInput implements StepModel {
        private final byte[] initial;

        FirstInput(byte[] initial) {
            this.initial = initial;
        }

        @Override
        public Sizes sizes() {
            return SIZES;
        }

        @Override
        public byte[] initialState() {
            return initial.clone();
        }

        @Override
        public void step(StepBatch batch) {
            batch.nextState().put(0, batch.state(), 0, batch.state().capacity());
            batch.output().putFloat(0, batch.input().getFloat(0));
        }

        @Override
        public void close() {}
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
