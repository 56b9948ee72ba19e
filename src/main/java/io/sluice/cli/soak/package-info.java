/** The options, pipelines and runs of {@code sluice soak}. */
@NullMarked
package io.sluice.cli.soak;

import org.jspecify.annotations.NullMarked;
