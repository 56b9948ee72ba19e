package io.sluice.offline.torture;

/**
 * What became of a fault.
 *
 * @param tookEffect false if the host cannot give the fault, or if it met nothing
 * @param text what was struck, in a few words
 */
record Strike(boolean tookEffect, String text) {
    static Strike of(String text) {
        return new Strike(true, text);
    }

    static Strike none(String reason) {
        return new Strike(false, reason);
    }
}
