/** Dead letters: what they say, and the way back to the topic that they came from. */
@NullMarked
package io.sluice.cli.letters;

import org.jspecify.annotations.NullMarked;
