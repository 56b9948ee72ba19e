/** The HTTP endpoint for the health and the metrics of a pipeline. */
@NullMarked
package io.sluice.http;

import org.jspecify.annotations.NullMarked;
