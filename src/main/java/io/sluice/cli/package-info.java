/** The command line: one class for each command. {@link io.sluice.cli.Main} is the entry point. */
@NullMarked
package io.sluice.cli;

import org.jspecify.annotations.NullMarked;
