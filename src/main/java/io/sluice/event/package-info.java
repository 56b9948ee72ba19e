/** Events as they arrive: bytes to a decoded event, or to the reason why not. */
@NullMarked
package io.sluice.event;

import org.jspecify.annotations.NullMarked;
