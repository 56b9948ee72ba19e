/** Next-item models: recipe, rules, network, batches, measurement, bundle and model card. */
@NullMarked
package io.sluice.offline.training.item;

import org.jspecify.annotations.NullMarked;
