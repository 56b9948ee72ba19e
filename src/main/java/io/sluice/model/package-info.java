/** The step contract, the bundle and its manifest. */
@NullMarked
package io.sluice.model;

import org.jspecify.annotations.NullMarked;
