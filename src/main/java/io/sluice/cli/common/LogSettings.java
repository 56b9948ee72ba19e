package io.sluice.cli.common;

import io.sluice.Internal;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * The settings of the log. The file {@code log4j2.properties} reads them from system properties. A property that the
 * JVM was started with wins.
 */
@Internal
public final class LogSettings {
    private static final String LEVEL = "sluice.log.level";
    private static final String FORMAT = "sluice.log.format";
    private static final String STACK = "sluice.log.stack";

    private LogSettings() {}

    /** Logs at level debug, with stack traces. Must precede the first logger. */
    public static void detailed() {
        setIfAbsent(LEVEL, "debug");
        setIfAbsent(STACK, "full");
    }

    /** Changes level and format, although loggers exist. */
    public static void apply(String level, String format) {
        setIfAbsent(LEVEL, level);
        setIfAbsent(FORMAT, format);
        Configurator.reconfigure();
    }

    /** Returns true if each line of the log is a JSON object, so that programs read what the command prints. */
    public static boolean isJson() {
        return "json".equals(System.getProperty(FORMAT));
    }

    private static void setIfAbsent(String key, String value) {
        System.setProperty(key, System.getProperty(key, value));
    }
}
