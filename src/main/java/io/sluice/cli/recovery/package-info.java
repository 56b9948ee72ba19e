/** The options, instances and pipelines of {@code sluice recovery}. */
@NullMarked
package io.sluice.cli.recovery;

import org.jspecify.annotations.NullMarked;
