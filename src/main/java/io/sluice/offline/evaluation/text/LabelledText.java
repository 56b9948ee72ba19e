package io.sluice.offline.evaluation.text;

/** A text with its true label. */
record LabelledText(String label, String text) {}
