package io.sluice.cli.common;

import io.sluice.Internal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Reads Sluice's version from a resource that the build writes. */
@Internal
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"sluice " + number()};
    }

    /** Returns the version of this build. */
    public static String number() {
        Properties properties = new Properties();
        try (InputStream in =
                Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"), "version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource version.properties cannot be read", e);
        }
        return properties.getProperty("version");
    }
}
