/** Text models: recipe, module, batches, bundle and model card. */
@NullMarked
package io.sluice.offline.training.text;

import org.jspecify.annotations.NullMarked;
