package io.sluice.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.BundleException;
import io.sluice.model.BundleFixture;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
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
            UnpackedSize.require("model.pt", in);
            assertThat(in.available()).isEqualTo(archive.length);
        } catch (BundleException e) {
            assertThat(e).hasMessageContaining("unpacks to");
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
