package io.sluice.torch;

import io.sluice.model.BundleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Checks the sizes that the directory of a zip archive declares, before libtorch allocates them. A small archive may
 * declare, or unpack to, more than the memory of the machine. Weights hardly shrink in an archive, and code is small.
 *
 * <p>Other faults of an archive are left to libtorch, which reads the same directory and names them.
 */
final class UnpackedSize {
    private static final long ALWAYS_ALLOWED = 64L << 20;
    private static final long MOST_TIMES = 4;

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LONG_END_BYTES = 56;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final long IN_EXTRA = 0xffff_ffffL;
    private static final int LONG_SIZES = 1;

    private final InputStream archive;
    private final int length;

    private UnpackedSize(InputStream archive) throws IOException {
        this.archive = archive;
        this.length = archive.available();
    }

    /**
     * Checks an archive.
     *
     * @param file the name of the file in messages
     * @param archive its bytes in memory, marked at their beginning
     * @throws BundleException if it declares too much
     */
    static void require(String file, InputStream archive) throws IOException {
        UnpackedSize sizes = new UnpackedSize(archive);
        long most = ALWAYS_ALLOWED + MOST_TIMES * sizes.length;
        long found = sizes.total();
        archive.reset();
        if (found > most) {
            throw new BundleException(file + " has " + sizes.length + " bytes, but unpacks to " + found
                    + "; Sluice unpacks at most " + most + " of it; write it with torch.jit.script(module).save(file)");
        }
    }

    private ByteBuffer read(long from, long bytes) throws IOException {
        archive.reset();
        archive.skipNBytes(Math.max(0, Math.min(from, length)));
        return ByteBuffer.wrap(archive.readNBytes((int) Math.max(0, Math.min(bytes, length))))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private long total() throws IOException {
        int before = LOCATOR_BYTES + END_BYTES + LONGEST_COMMENT;
        ByteBuffer tail = read(Math.max(0, length - before), before);
        int end = tail.limit() - END_BYTES;
        while (end >= 0 && tail.getInt(end) != END) {
            end--;
        }
        return end < 0 ? 0 : directory(tail, end);
    }

    /** The longer form of the end counts if there is one, as for libtorch. */
    private long directory(ByteBuffer tail, int end) throws IOException {
        int locator = end - LOCATOR_BYTES;
        if (locator >= 0 && tail.getInt(locator) == LOCATOR) {
            ByteBuffer longEnd = read(tail.getLong(locator + 8), LONG_END_BYTES);
            return longEnd.limit() < LONG_END_BYTES ? 0 : entries(longEnd.getLong(48), longEnd.getLong(32));
        }
        return entries(Integer.toUnsignedLong(tail.getInt(end + 16)), Short.toUnsignedLong(tail.getShort(end + 10)));
    }

    private long entries(long from, long count) throws IOException {
        ByteBuffer directory = read(from, length - Math.min(from, length));
        long total = 0;
        int at = 0;
        for (long entry = 0; entry < count && isEntry(directory, at); entry++) {
            total = Math.min(total + unpacked(directory, at), Long.MAX_VALUE >> 1);
            at += ENTRY_BYTES
                    + unsigned(directory, at + 28)
                    + unsigned(directory, at + 30)
                    + unsigned(directory, at + 32);
        }
        return total;
    }

    private static boolean isEntry(ByteBuffer directory, int at) {
        return at + ENTRY_BYTES <= directory.limit() && directory.getInt(at) == ENTRY;
    }

    private static long unpacked(ByteBuffer directory, int at) {
        long size = Integer.toUnsignedLong(directory.getInt(at + 24));
        return size == IN_EXTRA ? inExtra(directory, at) : size;
    }

    /** Finds the size of 64 bits among the extra fields of an entry. */
    private static long inExtra(ByteBuffer directory, int entry) {
        int at = entry + ENTRY_BYTES + unsigned(directory, entry + 28);
        int end = Math.min(at + unsigned(directory, entry + 30), directory.limit());
        while (at + 12 <= end) {
            if (unsigned(directory, at) == LONG_SIZES) {
                long size = directory.getLong(at + 4);
                return size < 0 ? Long.MAX_VALUE >> 1 : Math.min(size, Long.MAX_VALUE >> 1);
            }
            at += 4 + unsigned(directory, at + 2);
        }
        return IN_EXTRA;
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }
}
