package io.sluice.offline.evaluation.text;

/** A text and the model's label that is true of it. */
record LabelledText(String label, String text) {}
