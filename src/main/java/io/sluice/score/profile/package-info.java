/** The profile scorer: judges readings by the running profile of their own channel and key. */
@NullMarked
package io.sluice.score.profile;

import org.jspecify.annotations.NullMarked;
