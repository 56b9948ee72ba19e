package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages a good file in many ways, from a seed, and checks what a reader makes of each. */
public final class DamagedFiles {
    private static final long SEED = Long.getLong("sluice.hostile.seed", 20);
    private static final boolean FULL = Boolean.getBoolean("sluice.hostile.full");

    /** A message may repeat a value of the file, which may have line ends. */
    private static final int MOST_LINES = 4;

    private static final List<String> PARTS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "\n",
            "\r",
            "\t",
            "\u0000",
            "\\u",
            "\\",
            "#",
            "null",
            "true",
            "NaN",
            "-1",
            "0",
            "1e400",
            "2147483647",
            "2147483648",
            "9".repeat(400),
            "[".repeat(3_000),
            "{\"a\":".repeat(2_000),
            "\ufeff",
            "é",
            "😀",
            "../../etc/passwd",
            "/dev/zero",
            "${env:HOME}",
            "${",
            "&a",
            "*a",
            "!!java.net.URL [\"http://x\"]",
            "---\n",
            "- ",
            "? ",
            "%s",
            " ".repeat(200),
            "x".repeat(5_000));

    private final Random random = new Random(SEED);
    private final Path file;
    private final byte[] good;

    /** Reads the file that is to be damaged. */
    public interface Reader {
        void read() throws IOException;
    }

    /**
     * The damages of a file.
     *
     * @param file the file, which has its good content; each damaged content replaces it
     */
    public DamagedFiles(Path file) throws IOException {
        this.file = file;
        this.good = Files.readAllBytes(file);
    }

    /** Returns a tenth of the hostile inputs of a test, and all of them with {@code -Pfull}. */
    public static int share(int cases) {
        return FULL ? cases : cases / 10;
    }

    /**
     * Checks that each content is read or refused in a short message, and writes the good content again.
     *
     * @param most the number of contents in a full run, see {@link #share}
     * @param refusals the documented types of exception
     */
    public void check(int most, Reader reader, Class<?>... refusals) throws IOException {
        int cases = share(most);
        int refused = 0;
        for (int i = 0; i < cases; i++) {
            Files.write(file, damaged());
            try {
                reader.read();
            } catch (RuntimeException | IOException | StackOverflowError | OutOfMemoryError e) {
                requireRefusal(e, refusals, i);
                refused++;
            }
        }
        Files.write(file, good);
        reader.read();
        assertThat(refused).as("refused of %d", cases).isGreaterThan(cases / 10);
    }

    private void requireRefusal(Throwable e, Class<?>[] refusals, int index) {
        boolean isOne = Arrays.stream(refusals).anyMatch(type -> type.isInstance(e))
                && e.getMessage() != null
                && e.getMessage().lines().count() <= MOST_LINES;
        if (!isOne) {
            throw new AssertionError("case " + index + " with -Dsluice.hostile.seed=" + SEED + ", see " + file, e);
        }
    }

    private byte[] damaged() {
        byte[] damaged = good;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            damaged = once(damaged);
        }
        return damaged;
    }

    private byte[] once(byte[] whole) {
        int from = random.nextInt(whole.length + 1);
        int to = Math.min(whole.length, from + random.nextInt(random.nextBoolean() ? 4 : 60));
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(whole, from);
            case 1 -> replaced(whole, from, to, new byte[0]);
            case 2 -> replaced(whole, from, from, Arrays.copyOfRange(whole, from, to));
            case 3 -> replaced(whole, from, Math.min(whole.length, from + 1), randomBytes());
            case 4 -> replaced(whole, from, to, part());
            default -> replaced(whole, from, from, part());
        };
    }

    private static byte[] replaced(byte[] whole, int from, int to, byte[] by) {
        ByteArrayOutputStream replaced = new ByteArrayOutputStream();
        replaced.write(whole, 0, from);
        replaced.writeBytes(by);
        replaced.write(whole, to, whole.length - to);
        return replaced.toByteArray();
    }

    private byte[] part() {
        return PARTS.get(random.nextInt(PARTS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[1 + random.nextInt(3)];
        random.nextBytes(bytes);
        return bytes;
    }
}
