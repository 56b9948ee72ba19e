/** What the user of a client may do at a broker. */
@NullMarked
package io.sluice.permission;

import org.jspecify.annotations.NullMarked;
