/** Next-item models: recipe, module, batches, bundle and model card. */
@NullMarked
package io.sluice.offline.training.item;

import org.jspecify.annotations.NullMarked;
