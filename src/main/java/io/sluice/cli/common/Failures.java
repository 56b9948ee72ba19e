package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.broker.TopicFileException;
import io.sluice.model.BundleException;
import io.sluice.offline.dataset.DatasetException;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.permission.PermissionException;
import io.sluice.recording.RecordingException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns an exception of a command into at most five lines on stderr and an exit code. */
@Internal
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int MAX_LINES = 5;

    private final BooleanSupplier debug;

    /** @param debug returns true if stack traces are wanted; called at each exception */
    public Failures(BooleanSupplier debug) {
        this.debug = debug;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        report(command.getErr(), failure, name + ": " + failure.getMessage());
        if (LogSettings.isJson()) {
            return ExitCode.USAGE;
        }
        if (!UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
            command.getErr().println("See " + name + " --help");
        }
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof ParameterException parameters) {
            return handleParseException(parameters, new String[0]);
        }
        Throwable found = unwrap(failure);
        report(command.getErr(), failure, "sluice: " + message(found) + remedy(failure));
        return isInput(found) ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    /** Reports in the format of the log, so that a program that reads JSON learns why the command ended. */
    private void report(PrintWriter err, Throwable failure, String text) {
        List<String> lines = Printable.of(text)
                .lines()
                .filter(line -> !line.isBlank())
                .limit(MAX_LINES - 1)
                .toList();
        if (LogSettings.isJson()) {
            LOG.error(String.join("\n", lines), debug.getAsBoolean() ? failure : null);
            return;
        }
        if (debug.getAsBoolean()) {
            failure.printStackTrace(err);
        }
        lines.forEach(err::println);
        err.flush();
    }

    /** Returns the first exception in the chain of causes whose message is written for users. */
    private static Throwable unwrap(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isInput(cause) || isOwn(cause)) {
                return cause;
            }
        }
        Throwable outer = failure;
        while (isWrapper(outer) && outer.getCause() != null) {
            outer = Objects.requireNonNull(outer.getCause());
        }
        return outer;
    }

    private static boolean isInput(Throwable failure) {
        return failure instanceof BundleException
                || failure instanceof DatasetException
                || failure instanceof EvaluationException
                || failure instanceof ConfigException
                || failure instanceof TopicFileException
                || failure instanceof RecordingException
                || failure instanceof TrainingException;
    }

    /** Returns true for Sluice's own exceptions, whose messages name the cause and the remedy. */
    private static boolean isOwn(Throwable failure) {
        return failure.getClass().getPackageName().startsWith("io.sluice.");
    }

    /** Returns the message of the root cause, for use within one line. */
    public static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return isInput(root) || isOwn(root) || isRefusal(root) ? String.valueOf(root.getMessage()) : root.toString();
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof AuthenticationException || failure instanceof AuthorizationException;
    }

    /** Returns true if a failure has the cause that the broker does not permit something. */
    public static boolean isUnauthorized(Throwable failure) {
        return Stream.<@Nullable Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(AuthorizationException.class::isInstance);
    }

    /** Returns the remedy for a broker that refuses this client. Kafka's messages name none. */
    private static String remedy(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PermissionException) {
                return ""; // its message names the permissions
            }
            if (cause instanceof SslAuthenticationException) {
                return TlsRemedy.of(cause);
            }
            if (cause instanceof LoginException) {
                return "; check sasl.jaas.config and sasl.login.callback.handler.class";
            }
            if (cause instanceof IllegalSaslStateException) {
                return "; this listener takes no login: set security.protocol to PLAINTEXT or SSL, or use the listener"
                        + " that takes one";
            }
            if (cause instanceof AuthenticationException) {
                return "; check sasl.jaas.config and sasl.mechanism";
            }
            if (cause instanceof TransactionalIdAuthorizationException) {
                return "; give this user the permission to write with the transactional ids that begin with its"
                        + " application.id";
            }
            if (cause instanceof AuthorizationException) {
                return "; give this user the permission";
            }
        }
        return "";
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof ExecutionException
                || failure instanceof CompletionException
                || failure instanceof UncheckedIOException;
    }

    private static String message(Throwable failure) {
        if (failure instanceof NoSuchFileException) {
            return "file or folder does not exist: " + failure.getMessage();
        }
        if (failure instanceof AccessDeniedException) {
            return "access denied: " + failure.getMessage();
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "file already exists: " + failure.getMessage();
        }
        if (failure instanceof FileSystemException refused) {
            return refused.getFile() + ": " + refused.getReason();
        }
        if (isInput(failure) || isOwn(failure)) {
            return String.valueOf(failure.getMessage());
        }
        return failure + " (--debug prints the stack trace)";
    }
}
