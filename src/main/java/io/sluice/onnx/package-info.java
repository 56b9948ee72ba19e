/** Runs models with ONNX Runtime: loads a file, checks its graph and steps a batch. */
@NullMarked
package io.sluice.onnx;

import org.jspecify.annotations.NullMarked;
