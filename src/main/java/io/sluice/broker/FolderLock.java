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
 * An exclusive lock on a broker's folder. Kafka has its own lock, but takes it only after it has opened and rewritten
 * the metadata log. In a trial, a second broker damaged the first one before Kafka refused it.
 */
final class FolderLock implements AutoCloseable {
    private static final String FILE = ".sluice.lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a folder, and creates it first if it does not exist.
     *
     * @throws BrokerException if the folder is not writable or another broker uses it
     */
    static FolderLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new BrokerException("broker folder " + folder
                        + " is in use by another broker; stop that broker or choose another folder");
            }
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new BrokerException(
                    "broker folder " + folder + " is not writable: " + e + "; choose another folder", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this process holds the lock
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new BrokerException("the lock of the broker's folder could not be released: " + e, e);
        }
    }
}
