/** The step contract of a model, its bundle and the bundle's manifest. */
@NullMarked
package io.sluice.model;

import org.jspecify.annotations.NullMarked;
