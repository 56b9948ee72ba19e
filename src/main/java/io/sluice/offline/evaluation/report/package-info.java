/** Writes the report of an evaluation as JSON and as a table. */
@NullMarked
package io.sluice.offline.evaluation.report;

import org.jspecify.annotations.NullMarked;
