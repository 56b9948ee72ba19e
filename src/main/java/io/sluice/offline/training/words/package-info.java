/** Number-word models: a small task that shows what a recurrent cell remembers. */
@NullMarked
package io.sluice.offline.training.words;

import org.jspecify.annotations.NullMarked;
