/** What a running pipeline shows over HTTP. */
@NullMarked
package io.sluice.serve;

import org.jspecify.annotations.NullMarked;
