/** What a running pipeline has seen lately, kept in bounded memory for people who look at it. */
@NullMarked
package io.sluice.live;

import org.jspecify.annotations.NullMarked;
