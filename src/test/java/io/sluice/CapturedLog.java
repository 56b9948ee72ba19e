package io.sluice;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** The lines that a logger writes at level info and above, and not to stderr meanwhile. */
public final class CapturedLog implements AutoCloseable {
    private final Logger logger;
    private final Level before;
    private final Lines lines = new Lines();

    /** Captures the lines of a class of Sluice. */
    public CapturedLog(String className) {
        logger = (Logger) LogManager.getLogger(className);
        before = logger.getLevel();
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        Configurator.setLevel(className, Level.INFO);
    }

    /** Returns the level and the message of each line. */
    public List<String> lines() {
        return List.copyOf(lines.lines);
    }

    @Override
    public void close() {
        logger.removeAppender(lines);
        logger.setAdditive(true);
        Configurator.setLevel(logger.getName(), before);
        lines.stop();
    }

    private static final class Lines extends AbstractAppender {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Lines() {
            super("captured", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
    }
}
