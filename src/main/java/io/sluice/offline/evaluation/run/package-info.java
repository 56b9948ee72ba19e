/** Sends events through the pipeline, in this process or through a broker. */
@NullMarked
package io.sluice.offline.evaluation.run;

import org.jspecify.annotations.NullMarked;
