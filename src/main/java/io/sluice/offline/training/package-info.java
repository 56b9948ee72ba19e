/** Training: a recipe and a folder of data become a bundle. */
@NullMarked
package io.sluice.offline.training;

import org.jspecify.annotations.NullMarked;
