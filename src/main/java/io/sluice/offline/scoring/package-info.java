/** Scores a file of events without a broker, and writes predictions, dead letters, a summary and pictures. */
@NullMarked
package io.sluice.offline.scoring;

import org.jspecify.annotations.NullMarked;
