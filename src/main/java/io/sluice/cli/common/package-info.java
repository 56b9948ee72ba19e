/** What several commands share: options, files, progress, signals, errors, and records sent and read. */
@NullMarked
package io.sluice.cli.common;

import org.jspecify.annotations.NullMarked;
