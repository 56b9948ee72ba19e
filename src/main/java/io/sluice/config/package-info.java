/** The properties of a pipeline: keys, defaults, checks and the sources that they come from. */
@NullMarked
package io.sluice.config;

import org.jspecify.annotations.NullMarked;
