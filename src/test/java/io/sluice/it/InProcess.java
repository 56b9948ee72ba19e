package io.sluice.it;

import io.sluice.cli.Main;
import io.sluice.cli.common.Failures;
import io.sluice.cli.common.StopSignal;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** A command that has run to its end in this process, which takes less time than a {@link Child}. */
record InProcess(int exitCode, String output, String errors) {
    /** Runs {@code sluice} with the arguments. */
    static InProcess sluice(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try {
            int exitCode = new CommandLine(new Main())
                    .setExecutionExceptionHandler(new Failures(() -> false))
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .execute(arguments);
            return new InProcess(exitCode, out.toString(), err.toString());
        } finally {
            StopSignal.release();
        }
    }
}
