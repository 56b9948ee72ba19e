/**
 * What events show about a model that reads them: absent channels, a key that several machines share, bad forecasts.
 */
@NullMarked
package io.sluice.offline.findings;

import org.jspecify.annotations.NullMarked;
