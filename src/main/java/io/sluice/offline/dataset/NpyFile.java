package io.sluice.offline.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a NumPy file ({@code .npy}, format 1.0 or 2.0) with rows and columns of little-endian float64 in C order.
 *
 * <p>The layout (numpy.lib.format) is: the bytes {@code 93 'NUMPY'}, the major and minor version, the length of the
 * header (2 bytes in format 1.0, 4 in 2.0, little-endian), the header as a Python dictionary, then the numbers row by
 * row. NaN is kept. Infinities are refused, and so are other NumPy files: other types, Fortran order, other dimensions
 * or later versions. The message says what was found.
 */
final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final long MAX_BYTES = 1L << 30;
    private static final int VERSION_AT = MAGIC.length;
    private static final int LENGTH_AT = VERSION_AT + 2;
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");
    private static final Pattern TWO_NUMBERS = Pattern.compile("\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*,?\\s*");

    private final Path file;
    private final ByteBuffer bytes;

    private NpyFile(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads a file.
     *
     * @throws DatasetException if the file is missing or does not hold such an array; the message says what was found
     */
    static NumberTable read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DatasetException("there is no file " + file);
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new DatasetException(file + " has " + Files.size(file)
                        + " bytes; the largest file that can be read has " + MAX_BYTES);
            }
            return new NpyFile(file, Files.readAllBytes(file)).table();
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e, e);
        }
    }

    private NumberTable table() {
        String header = header();
        require(
                "<f8".equals(field(TYPE, header)),
                "numbers of type " + field(TYPE, header) + "; only <f8 (float64) can be read");
        require(
                "False".equals(field(ORDER, header)),
                "Fortran order; only C order can be read (convert with numpy.ascontiguousarray)");
        String shape = field(SHAPE, header);
        Matcher two = TWO_NUMBERS.matcher(shape);
        require(two.matches(), "the shape (" + shape + "); only two dimensions (rows, columns) can be read");
        int rows = Integer.parseInt(two.group(1));
        int columns = Integer.parseInt(two.group(2));
        long needed = 8L * rows * columns;
        require(columns > 0, "the shape (" + shape + "); at least one column is needed");
        require(
                bytes.remaining() == needed,
                bytes.remaining() + " bytes of numbers; the shape (" + shape + ") needs " + needed);
        double[] values = new double[rows * columns];
        bytes.asDoubleBuffer().get(values);
        for (int i = 0; i < values.length; i++) {
            require(
                    !Double.isInfinite(values[i]),
                    "an infinite number in row " + i / columns + ", column " + i % columns + " (from 0)");
        }
        return new NumberTable(columns, values);
    }

    /** Returns the header's text and moves the buffer to the first number. */
    private String header() {
        byte[] all = bytes.array();
        require(
                all.length > LENGTH_AT + 4 && Arrays.equals(MAGIC, Arrays.copyOf(all, MAGIC.length)),
                "no NumPy header: a .npy file begins with 93 'NUMPY' and a header");
        int major = all[VERSION_AT];
        require(
                major == 1 || major == 2,
                "NumPy format " + major + "." + all[VERSION_AT + 1] + "; only 1.0 and 2.0 can be read");
        bytes.position(LENGTH_AT);
        long length = major == 1 ? Short.toUnsignedInt(bytes.getShort()) : Integer.toUnsignedLong(bytes.getInt());
        require(
                length <= bytes.remaining(),
                "a header of " + length + " bytes, but only " + bytes.remaining() + " follow");
        byte[] header = new byte[(int) length];
        bytes.get(header);
        return new String(header, StandardCharsets.ISO_8859_1);
    }

    private String field(Pattern pattern, String header) {
        Matcher matcher = pattern.matcher(header);
        require(matcher.find(), "a header without the expected fields: " + header.strip());
        return matcher.group(1);
    }

    private void require(boolean holds, String found) {
        if (!holds) {
            throw new DatasetException(file + " has " + found);
        }
    }
}
