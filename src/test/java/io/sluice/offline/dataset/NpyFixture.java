package io.sluice.offline.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes NumPy files as NumPy does. */
public final class NpyFixture {
    private NpyFixture() {}

    /** Writes a file of format 1.0 with the given rows. */
    public static Path write(Path file, double[]... rows) throws IOException {
        String header =
                "{'descr': '<f8', 'fortran_order': False, 'shape': (" + rows.length + ", " + rows[0].length + "), }";
        return Files.write(file, bytes(1, header, rows));
    }

    /** Returns the bytes of a file with the given header. */
    static byte[] bytes(int major, String header, double[]... rows) {
        String padded = header + " ".repeat(63 - header.length() % 64) + "\n";
        int numbers = 0;
        for (double[] row : rows) {
            numbers += row.length;
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(12 + padded.length() + 8 * numbers).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) major)
                .put((byte) 0);
        if (major == 1) {
            bytes.putShort((short) padded.length());
        } else {
            bytes.putInt(padded.length());
        }
        bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
        for (double[] row : rows) {
            for (double number : row) {
                bytes.putDouble(number);
            }
        }
        byte[] written = new byte[bytes.position()];
        bytes.flip().get(written);
        return written;
    }
}
