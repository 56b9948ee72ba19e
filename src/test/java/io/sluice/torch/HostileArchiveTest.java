package io.sluice.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import io.sluice.model.BundleException;
import io.sluice.model.BundleFixture;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import io.sluice.offline.training.torchscript.GruSource;
import io.sluice.runtime.LoadedBundle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of weights that were made to do harm, with the SHA-256 that their manifest names. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileArchiveTest {
    private static final long SEED = Long.getLong("sluice.hostile.seed", 20);
    private static final int CASES = 10_000;
    private static final Sizes SIZES = new Sizes(2, 4, 1);
    private static final ReferenceGruModel MODEL = ReferenceGruModel.random(SIZES, 21);
    private static final int ENTRY = 0x02014b50;

    @TempDir
    private Path directory;

    private void write(byte[] module) throws IOException {
        GruBundle.write(directory, SIZES, module, BundleFixture.golden(MODEL));
    }

    private void refused(String message) {
        assertThatThrownBy(() -> LoadedBundle.open(directory, "cpu"))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    /** Returns the archive with another content of one entry, and with compressed entries. */
    private static byte[] with(byte[] module, String name, InputStream content) throws IOException {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(module));
                ZipOutputStream to = new ZipOutputStream(changed)) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                to.putNextEntry(new ZipEntry(entry.getName()));
                (entry.getName().endsWith("/" + name) ? content : from).transferTo(to);
            }
        }
        return changed.toByteArray();
    }

    @Test
    void aPickleThatCallsAProgramIsRefusedAndNothingRuns() throws IOException {
        Path trace = directory.resolve("it-ran");
        String call = "\u0080\u0002cos\nsystem\n(U"
                + (char) ("touch ".length() + trace.toString().length()) + "touch " + trace + "tR.";
        for (String name : new String[] {"data.pkl", "constants.pkl"}) {
            write(with(
                    GruBundle.module(MODEL),
                    name,
                    new ByteArrayInputStream(call.getBytes(StandardCharsets.ISO_8859_1))));
            refused("model.pt is not a TorchScript archive that PyTorch can load");
            assertThat(trace).doesNotExist();
        }
    }

    /** Returns the archive of a module whose forward begins with a statement. */
    private static byte[] beginningWith(String statement) throws IOException {
        String first = "h = torch.gru_cell";
        String code = GruSource.METHODS.replace(first, statement + "\n    " + first);
        String source = "class GruCell(Module):\n"
                + "  __parameters__ = [\"w_ih\", \"w_hh\", \"b_ih\", \"b_hh\", \"w_o\", \"b_o\"]\n"
                + "  __buffers__ = []\n"
                + "  w_ih : Tensor\n"
                + "  w_hh : Tensor\n"
                + "  b_ih : Tensor\n"
                + "  b_hh : Tensor\n"
                + "  w_o : Tensor\n"
                + "  b_o : Tensor\n"
                + "  training : bool\n" + code;
        return with(
                GruBundle.module(MODEL),
                "code/__torch__.py",
                new ByteArrayInputStream(source.getBytes(StandardCharsets.UTF_8)));
    }

    /** libtorch would write the file, so it is Sluice that has to refuse the archive. */
    @Test
    void aModuleThatWritesAFileIsRefusedAndLibtorchWouldWriteIt() throws IOException {
        Path trace = directory.resolve("written");
        byte[] module = beginningWith("torch.save(x, \"" + trace + "\")");
        write(module);
        refused("model.pt: model/code/__torch__.py uses torch.save, and Sluice runs no operator that can touch files");
        assertThat(trace).doesNotExist();

        try (PtNDManager manager = (PtNDManager) TorchEngine.start().newBaseManager(Device.cpu())) {
            PtSymbolBlock unchecked = JniUtils.loadModule(manager, new ByteArrayInputStream(module), true, false);
            NDList rows = new NDList(manager.zeros(new Shape(1, 2)), manager.zeros(new Shape(1, 4)));
            unchecked.forward(new ParameterStore(manager, false), rows, false);
        }
        assertThat(trace).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "y = torch.from_file(\"/etc/passwd\", False, 10)          | uses torch.from_file,",
                "torch . save(x, \"f\")                                   | uses torch.save,",
                "ops.aten.save(x, \"f\")                                  | uses ops.aten.save,",
                "ops.prim.rpc_sync(\"worker\", \"f\", x)                  | uses ops.prim.rpc_sync,",
                "ops.c10d.barrier(x)                                      | uses ops.c10d.barrier,",
                "getattr(torch, \"sa\" \"ve\")(x, \"f\")                    | uses torch without a name,",
                "getattr(ops.aten, \"save\")(x, \"f\")                    | uses ops without a name,",
                "library = torch                                          | uses torch without a name,",
                "torch.autograd.save(x, \"f\")                             | uses torch.autograd,",
                "library = torch.autograd                                 | uses torch.autograd,",
                "getattr(torch.autograd, \"save\")(x, \"f\")                | uses torch.autograd,",
                "ops.aten.autograd.save(x, \"f\")                         | uses ops.aten.autograd,",
                "ops.profiler._record_function_enter(\"a\")               | , an operator of a library that Sluice does not",
                "y = 1. if True else torch.save(x, \"f\")                 | uses torch.save,",
                "y = \"\\\"\" + torch.save(x, \"f\")                       | uses torch.save,",
                "y = __torch__.torch.classes.profiler._RecordFunction()   | uses torch.classes.profiler,",
                "library = __torch__.torch                                | uses __torch__.torch without a name,",
                "library = __torch__                                      | uses __torch__ without a name,",
                "y = getattr(__torch__.torch, \"classes\")                 | uses __torch__.torch without a name,",
                "y = getattr(__torch__, \"torch\").classes                 | uses __torch__ without a name,",
                "y = getattr(__torch__.torch.classes, \"profiler\")        | uses torch.classes without a name,",
                "y = \"a text without an end                              | cannot be read (a text has no end)"
            })
    void anOperatorThatInferenceDoesNotNeedIsRefused(String statement, String message) throws IOException {
        write(beginningWith(statement));
        refused(message);
    }

    /** To libtorch, three dots are one sign, and a number may begin with its dot. */
    @Test
    void aLineThatEndsOrBeginsWithADotHidesNoOperator() {
        assertThat(ScriptOperators.refused("...\ntorch.save(x, \"f\")")).contains("torch.save");
        assertThat(ScriptOperators.refused("library = torch\n.5\nlibrary.save(x)"))
                .contains("torch without a name");
    }

    @Test
    void aMethodAClassOrAFieldMayHaveTheNameOfALibrary() {
        assertThat(ScriptOperators.refused(
                        "class torch(Module):\n  ops : int\n  def ops(self, x):\n    return x.torch"))
                .isEmpty();
    }

    @Test
    void aTextOrACommentThatNamesSuchAnOperatorIsNoUseOfIt() throws IOException {
        write(beginningWith("text = \"torch.save(x) ' \\\" ops\"\n    # torch.save(x)"));
        assertThat(LoadedBundle.open(directory, "cpu").goldenDifference()).isLessThan(1e-6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "torch.classes.profiler\n_RecordFunction",
                "torch.classes\nprofiler._RecordFunction",
                "torch\nclasses.profiler._RecordFunction"
            })
    void aClassOfLibtorchInAPickleIsRefused(String name) throws IOException {
        String pickle = "\u0080\u0002c__torch__." + name + "\n.";
        write(with(
                GruBundle.module(MODEL),
                "data.pkl",
                new ByteArrayInputStream(pickle.getBytes(StandardCharsets.UTF_8))));
        refused("data.pkl uses torch.classes.profiler,");
    }

    /** libtorch finds an entry by the directory at the end, and not by the name at its head. */
    @Test
    void theNameAtTheHeadOfAnEntryHidesNoCode() throws IOException {
        byte[] module = beginningWith("torch.save(x, \"f\")");
        String text = new String(module, StandardCharsets.ISO_8859_1);
        module[text.indexOf("__torch__.py") + 11] = 'x';
        write(module);
        refused("uses torch.save,");
    }

    @Test
    void theFormatForPhonesIsRefused() throws IOException {
        write("\0\0\0\0PTMF, and more".getBytes(StandardCharsets.UTF_8));
        refused("model.pt is of the format for phones, whose code Sluice cannot check");
    }

    @Test
    void theFormatOfTheFirstPyTorchIsRefused() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            zip.putNextEntry(new ZipEntry("gru/model.json"));
        }
        write(archive.toByteArray());
        refused("model.pt is of the format of PyTorch 1.0, whose code Sluice cannot check");
    }

    @Test
    void anArchiveThatUnpacksToFarMoreIsRefused() throws IOException {
        int huge = 200 << 20;
        write(with(GruBundle.module(MODEL), "data/0", new ByteArrayInputStream(new byte[huge])));
        refused(", but unpacks to 2097");
    }

    @Test
    void anArchiveThatDeclaresHugeSizesIsRefused() throws IOException {
        byte[] module = GruBundle.module(MODEL);
        ByteBuffer bytes = ByteBuffer.wrap(module).order(ByteOrder.LITTLE_ENDIAN);
        int at = module.length - 4;
        while (bytes.getInt(at) != ENTRY) {
            at--;
        }
        for (int size : new int[] {0x7fff_ffff, 0xffff_fffe, 0xffff_ffff}) {
            bytes.putInt(at + 24, size);
            write(module);
            refused(", but unpacks to ");
        }
    }

    private static int endOf(byte[] archive) {
        ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int at = archive.length - 22;
        while (bytes.getInt(at) != 0x06054b50) {
            at--;
        }
        return at;
    }

    /** Returns the archive with the longer form of the end, too, as PyTorch writes it. */
    private static byte[] withLongEnd(byte[] archive) {
        int end = endOf(archive);
        ByteBuffer from = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        long count = from.getShort(end + 10);
        return ByteBuffer.allocate(archive.length + 56 + 20)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(archive, 0, end)
                .putInt(0x06064b50)
                .putLong(56 - 12)
                .putInt(45 << 16 | 45)
                .putLong(0)
                .putLong(count)
                .putLong(count)
                .putLong(from.getInt(end + 12))
                .putLong(from.getInt(end + 16))
                .putInt(0x07064b50)
                .putInt(0)
                .putLong(end)
                .putInt(1)
                .put(archive, end, archive.length - end)
                .array();
    }

    @Test
    void anArchiveWithALongEndIsLoaded() throws IOException {
        write(withLongEnd(GruBundle.module(MODEL)));
        assertThat(LoadedBundle.open(directory, "cpu").goldenDifference()).isLessThan(1e-6);
    }

    private void refusedWithByte(byte[] archive, int at, int value, String message) throws IOException {
        byte[] changed = archive.clone();
        changed[at] = (byte) value;
        write(changed);
        refused(message);
    }

    /** libtorch takes the shorter form of the end then, which can name another directory. */
    @Test
    void aLongEndThatIsNotWhereItsLocatorSaysIsRefused() throws IOException {
        byte[] module = withLongEnd(GruBundle.module(MODEL));
        int locator = endOf(module) - 20;
        String message = "model.pt is an archive that names a place for the end of its directory where it is not;";
        refusedWithByte(module, locator - 56, 'x', message);
        refusedWithByte(module, locator + 8, module[locator + 8] + 1, message);
        refusedWithByte(module, locator + 15, 0xff, message);
    }

    @Test
    void aDirectoryThatEndsEarlierThanItsCountIsRefused() throws IOException {
        byte[] module = with(GruBundle.module(MODEL), "none", InputStream.nullInputStream());
        int count = endOf(module) + 10;
        refusedWithByte(module, count, module[count] + 1, " readable entries, but its end counts ");
    }

    /** Readers of zip files do not agree on the places in such an archive. */
    @Test
    void anArchiveBehindOtherBytesIsRefused() throws IOException {
        byte[] module = with(GruBundle.module(MODEL), "none", InputStream.nullInputStream());
        byte[] shifted = new byte[module.length + 100];
        System.arraycopy(module, 0, shifted, 100, module.length);
        write(shifted);
        refused("model.pt is an archive that has a directory that does not reach to its end;");
    }

    /** libtorch finds an end that is up to 69,584 bytes before that of the file. */
    @Test
    void anEndFarBeforeThatOfTheFileHidesNoCode() throws IOException {
        byte[] module = beginningWith("torch.save(x, \"f\")");
        write(Arrays.copyOf(module, endOf(module) + 69_584));
        refused("uses torch.save,");
    }

    @Test
    void anArchiveWithoutADirectoryIsRefused() throws IOException {
        byte[] module = GruBundle.module(MODEL);
        write(Arrays.copyOf(module, endOf(module)));
        refused("model.pt is an archive that has no directory at its end; copy it again,");
    }

    @Test
    void anArchiveWithCompressedEntriesIsLoaded() throws IOException {
        write(with(GruBundle.module(MODEL), "none", InputStream.nullInputStream()));
        assertThat(LoadedBundle.open(directory, "cpu").goldenDifference()).isLessThan(1e-6);
    }

    @Test
    void theSizesOfDamagedArchivesAreReadOrRefused() throws IOException {
        Random random = new Random(SEED);
        byte[] module = GruBundle.module(MODEL);
        for (int i = 0; i < CASES; i++) {
            byte[] damaged =
                    Arrays.copyOf(module, random.nextInt(4) == 0 ? random.nextInt(module.length) : module.length);
            for (int change = random.nextInt(20); change > 0 && damaged.length > 0; change--) {
                int last = Math.min(damaged.length, random.nextBoolean() ? 1_500 : damaged.length);
                damaged[damaged.length - 1 - random.nextInt(last)] = (byte) random.nextInt(256);
            }
            requireOrRefuse(damaged, i);
        }
    }

    private static void requireOrRefuse(byte[] archive, int index) throws IOException {
        InputStream in = new ByteArrayInputStream(archive);
        in.mark(archive.length);
        try {
            ZipDirectory directory = new ZipDirectory("model.pt", in);
            UnpackedSize.require("model.pt", directory);
            ArchiveCode.require("model.pt", directory);
        } catch (BundleException e) {
            assertThat(e.getMessage())
                    .containsAnyOf("unpacks to", "is an archive that", "cannot be read", " uses ", " of code");
        } catch (RuntimeException e) {
            throw new AssertionError("case " + index + " with -Dsluice.hostile.seed=" + SEED, e);
        }
    }

    @Test
    void anEndlessDeviceIsRefused() throws IOException {
        write(GruBundle.module(MODEL));
        for (String file : new String[] {"model.json", "model.pt", "golden.json"}) {
            byte[] content = Files.readAllBytes(directory.resolve(file));
            Files.delete(directory.resolve(file));
            Files.createSymbolicLink(directory.resolve(file), Path.of("/dev/zero"));
            refused(file + " is no file but a folder, a device or a pipe");
            Files.delete(directory.resolve(file));
            Files.write(directory.resolve(file), content);
        }
    }
}
