/** Recorded events: CSV, JSON lines and plain lines as events to replay. */
@NullMarked
package io.sluice.recording;

import org.jspecify.annotations.NullMarked;
