/** The demo: scenarios with known ground truth, views of the predictions, and the summary. */
@NullMarked
package io.sluice.cli.demo;

import org.jspecify.annotations.NullMarked;
