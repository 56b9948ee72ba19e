package io.sluice.model;

import java.util.List;
import java.util.Set;

/**
 * The SHA-256 digests of the bundles that may be loaded, by their weights or by their manifests.
 *
 * @param digests the digests in 64 lower-case hexadecimal digits; none if each bundle may be loaded
 */
public record AllowedDigests(Set<String> digests) {
    /** Allows each bundle. */
    public static final AllowedDigests ANY = new AllowedDigests(Set.of());

    /** The key of the setting that lists the digests. */
    public static final String SETTING = "sluice.model.sha256";

    public AllowedDigests {
        digests = Set.copyOf(digests);
    }

    /** Allows the bundles of a list, or each bundle if the list is empty. */
    public static AllowedDigests of(List<String> digests) {
        return new AllowedDigests(Set.copyOf(digests));
    }

    /**
     * Checks that a bundle may be loaded.
     *
     * @throws BundleException if neither digest is allowed
     */
    void require(String manifest, String weights) {
        if (!digests.isEmpty() && !digests.contains(manifest) && !digests.contains(weights)) {
            throw new BundleException(SETTING + " lists neither the SHA-256 of model.json, " + manifest
                    + ", nor that of the weights, " + weights + "; add one of them if you trust this bundle");
        }
    }
}
