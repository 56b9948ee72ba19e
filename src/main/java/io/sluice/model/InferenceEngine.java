package io.sluice.model;

/** An engine that runs the weights of bundles on one device. */
public interface InferenceEngine {
    /**
     * Loads the weights of a bundle into an instance of the model for one thread, warmed up. The caller closes it.
     *
     * @param capacity the number of rows of the largest batch that the instance will step
     * @throws BundleException if the weights do not keep the contract of a step, or do not fit the manifest
     */
    StepModel newStepModel(Bundle bundle, int capacity);

    /** Returns the name and the version of the engine. */
    String name();

    /** Returns the device in the form of the setting: {@code cpu} or {@code gpu:N}. */
    String device();
}
