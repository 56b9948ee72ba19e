/** Reads recorded events to replay: CSV, JSON lines and plain lines. */
@NullMarked
package io.sluice.recording;

import org.jspecify.annotations.NullMarked;
