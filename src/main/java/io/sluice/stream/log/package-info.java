/** The log of a pipeline: what an operator must know, in one line each. */
@NullMarked
package io.sluice.stream.log;

import org.jspecify.annotations.NullMarked;
