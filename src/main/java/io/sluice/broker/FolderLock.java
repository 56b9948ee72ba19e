package io.sluice.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a broker's folder to one broker. Kafka takes a lock of its own, but only after it has opened and rewritten the
 * metadata log: a second broker was seen to break the first before it was refused.
 */
final class FolderLock implements AutoCloseable {
    private static final String FILE = ".sluice.lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of a folder, which is created where it is missing.
     *
     * @throws BrokerException if the folder cannot be written or another broker has it
     */
    static FolderLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new BrokerException("broker folder " + folder
                        + " is in use by another broker; stop that one or choose another folder");
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new BrokerException(
                    "broker folder " + folder + " cannot be written: " + e + "; choose another folder", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new BrokerException("the lock of the broker's folder was not given back: " + e, e);
        }
    }
}
