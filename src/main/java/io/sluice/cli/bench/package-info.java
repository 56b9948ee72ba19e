/** The runs, tables and reports of {@code sluice bench}. */
@NullMarked
package io.sluice.cli.bench;

import org.jspecify.annotations.NullMarked;
