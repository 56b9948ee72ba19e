/** Text classification models: recipe, linear models, network, batches, measurement, bundle and model card. */
@NullMarked
package io.sluice.offline.training.text;

import org.jspecify.annotations.NullMarked;
