/** Writes networks as ONNX files, without Python: values, operators, recurrent cells, runs of steps. */
@NullMarked
package io.sluice.offline.training.onnx;

import org.jspecify.annotations.NullMarked;
