/** The erasure of a key: its tombstones, and the time until its records are gone from each topic. */
@NullMarked
package io.sluice.cli.erase;

import org.jspecify.annotations.NullMarked;
