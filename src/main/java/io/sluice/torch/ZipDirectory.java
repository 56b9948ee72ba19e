package io.sluice.torch;

import io.sluice.model.BundleException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The directory at the end of a zip archive in memory. libtorch reads an archive by this directory. Java's own stream
 * reads the heads of the entries instead, so a hostile archive could show it other entries. A directory that libtorch
 * might read in another way is refused.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;

    /** More than libtorch searches: up to 69,584 bytes, in blocks. */
    private static final int SEARCHED_BYTES = 70_000;

    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_BYTES = 20;
    private static final int LONG_END = 0x06064b50;
    private static final int LONG_END_BYTES = 56;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int HEAD = 0x04034b50;
    private static final int HEAD_BYTES = 30;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final long IN_EXTRA = 0xffff_ffffL;
    private static final int LONG_NUMBERS = 1;

    private final String file;
    private final InputStream archive;
    private final int length;
    private final List<Entry> entries;

    /**
     * An entry of the archive.
     *
     * @param unpacked its size in bytes, as declared
     * @param packed the number of bytes that it takes in the archive
     * @param offset the place of its head in the archive
     */
    record Entry(String name, int method, long unpacked, long packed, long offset) {}

    /**
     * The record at the end of an archive, which names the place of the directory.
     *
     * @param at the place of the record itself
     * @param from the place of the directory
     * @param size the bytes of the directory
     * @param count the number of entries
     */
    private record End(long at, long from, long size, long count) {
        boolean followsDirectory() {
            return from >= 0 && size >= 0 && from <= at && size == at - from;
        }
    }

    /**
     * Reads the directory of an archive.
     *
     * @param file the name of the file in messages
     * @param archive the bytes of the archive, in memory and marked at their beginning
     * @throws BundleException if the file is an archive whose directory is missing, or unclear
     */
    ZipDirectory(String file, InputStream archive) throws IOException {
        archive.reset();
        this.file = file;
        this.archive = archive;
        this.length = archive.available();
        this.entries = List.copyOf(readEntries());
    }

    /** Returns the number of bytes of the archive. */
    int length() {
        return length;
    }

    /** Returns the entries; none if the file is no archive. */
    List<Entry> entries() {
        return entries;
    }

    private List<Entry> readEntries() throws IOException {
        int bytes = LOCATOR_BYTES + SEARCHED_BYTES;
        int from = Math.max(0, length - bytes);
        ByteBuffer tail = read(from, bytes);
        int at = tail.limit() - END_BYTES;
        while (at >= 0 && tail.getInt(at) != END) {
            at--;
        }
        if (at >= 0) {
            return entries(end(tail, at, from));
        }
        if (length >= HEAD_BYTES && read(0, HEAD_BYTES).getInt(0) == HEAD) {
            throw refused("has no directory at its end");
        }
        return List.of();
    }

    /** The longer form of the end counts if there is one, as for libtorch. */
    private End end(ByteBuffer tail, int at, int tailFrom) throws IOException {
        int locator = at - LOCATOR_BYTES;
        if (locator >= 0 && tail.getInt(locator) == LOCATOR) {
            return longEnd(tail.getLong(locator + 8), (long) tailFrom + locator);
        }
        return new End(
                (long) tailFrom + at,
                Integer.toUnsignedLong(tail.getInt(at + 16)),
                Integer.toUnsignedLong(tail.getInt(at + 12)),
                unsigned(tail, at + 10));
    }

    /** Returns the longer form. libtorch takes the shorter one if the longer is not where the locator says. */
    private End longEnd(long at, long locator) throws IOException {
        ByteBuffer end = read(at, LONG_END_BYTES);
        if (at < 0 || at != locator - LONG_END_BYTES || end.getInt(0) != LONG_END) {
            throw refused("names a place for the end of its directory where it is not");
        }
        return new End(at, end.getLong(48), end.getLong(40), end.getLong(32));
    }

    /** Some readers of zip files take a gap there for bytes before the archive, and shift all places. */
    private List<Entry> entries(End end) throws IOException {
        if (!end.followsDirectory()) {
            throw refused("has a directory that does not reach to its end");
        }
        ByteBuffer directory = read(end.from(), end.size());
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (entries.size() < end.count() && at + ENTRY_BYTES <= directory.limit() && directory.getInt(at) == ENTRY) {
            entries.add(entry(directory, at));
            at += ENTRY_BYTES
                    + unsigned(directory, at + 28)
                    + unsigned(directory, at + 30)
                    + unsigned(directory, at + 32);
        }
        if (entries.size() != end.count()) {
            throw refused("has a directory of " + entries.size() + " readable entries, but its end counts "
                    + Long.toUnsignedString(end.count()));
        }
        return entries;
    }

    private BundleException refused(String fault) {
        return new BundleException(file + " is an archive that " + fault
                + "; copy it again, or write it again with torch.jit.script(module).save(file)");
    }

    private static Entry entry(ByteBuffer directory, int at) {
        int name = at + ENTRY_BYTES;
        int end = Math.min(name + unsigned(directory, at + 28), directory.limit());
        LongNumbers extra = new LongNumbers(directory, end, unsigned(directory, at + 30));
        byte[] text = new byte[end - name];
        directory.get(name, text);
        return new Entry(
                new String(text, StandardCharsets.ISO_8859_1),
                unsigned(directory, at + 10),
                extra.longOr(directory.getInt(at + 24)),
                extra.longOr(directory.getInt(at + 20)),
                extra.longOr(directory.getInt(at + 42)));
    }

    /** The numbers of 64 bits among the extra fields of an entry, for those that do not fit into 32. */
    private static final class LongNumbers {
        private final ByteBuffer bytes;
        private int next;
        private int end;

        LongNumbers(ByteBuffer bytes, int from, int size) {
            this.bytes = bytes;
            int limit = Math.min(from + size, bytes.limit());
            for (int at = from; at + 4 <= limit; at += 4 + unsigned(bytes, at + 2)) {
                if (unsigned(bytes, at) == LONG_NUMBERS) {
                    next = at + 4;
                    end = Math.min(next + unsigned(bytes, at + 2), limit);
                    return;
                }
            }
        }

        long longOr(int number) {
            long unsigned = Integer.toUnsignedLong(number);
            if (unsigned != IN_EXTRA || next + 8 > end) {
                return unsigned;
            }
            long found = bytes.getLong(next);
            next += 8;
            return found < 0 ? Long.MAX_VALUE >> 1 : Math.min(found, Long.MAX_VALUE >> 1);
        }
    }

    /**
     * Unpacks an entry.
     *
     * @throws IOException if it is damaged, or packed in a way that libtorch does not know
     */
    byte[] unpack(Entry entry) throws IOException {
        ByteBuffer head = read(entry.offset(), HEAD_BYTES);
        if (head.limit() < HEAD_BYTES || head.getInt(0) != HEAD || entry.unpacked() > Integer.MAX_VALUE) {
            throw new EOFException("it has no head, or no possible size");
        }
        long from = entry.offset() + HEAD_BYTES + unsigned(head, 26) + unsigned(head, 28);
        return switch (entry.method()) {
            case STORED -> bytes(from, entry.unpacked());
            case DEFLATED -> inflate(bytes(from, entry.packed()), (int) entry.unpacked());
            default -> throw new IOException("it is packed with method " + entry.method());
        };
    }

    private static byte[] inflate(byte[] packed, int size) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            byte[] unpacked = new byte[size];
            int done = 0;
            for (int more = 1; more > 0 && done < size; done += more) {
                more = inflater.inflate(unpacked, done, size - done);
            }
            if (done < size) {
                throw new EOFException("it ends after " + done + " of " + size + " bytes");
            }
            return unpacked;
        } catch (DataFormatException e) {
            throw new IOException("its packed bytes are damaged", e);
        } finally {
            inflater.end();
        }
    }

    private ByteBuffer read(long from, long bytes) throws IOException {
        return ByteBuffer.wrap(bytes(from, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] bytes(long from, long count) throws IOException {
        archive.reset();
        archive.skipNBytes(Math.max(0, Math.min(from, length)));
        return archive.readNBytes((int) Math.max(0, Math.min(count, length)));
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }
}
