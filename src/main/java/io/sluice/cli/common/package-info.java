/**
 * Parts that several commands share: options, file checks, progress, signals, errors, and sending and reading records.
 */
@NullMarked
package io.sluice.cli.common;

import org.jspecify.annotations.NullMarked;
