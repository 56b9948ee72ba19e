/** The command line: one class a command, and one place that turns failures into messages and exit codes. */
@NullMarked
package io.sluice.cli;

import org.jspecify.annotations.NullMarked;
