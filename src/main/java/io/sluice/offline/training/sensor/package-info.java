/** Sensor models: recipe, module, batches, bundle and model card. */
@NullMarked
package io.sluice.offline.training.sensor;

import org.jspecify.annotations.NullMarked;
