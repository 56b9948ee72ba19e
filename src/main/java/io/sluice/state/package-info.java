/** The hidden state of a key: its byte layout, and the rule that resumes or resets it. */
@NullMarked
package io.sluice.state;

import org.jspecify.annotations.NullMarked;
