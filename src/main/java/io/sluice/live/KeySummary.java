package io.sluice.live;

/**
 * A key in a list.
 *
 * @param latest the key's latest event
 * @param activity its events a second, where recent ones count most
 */
public record KeySummary(LiveEvent latest, double activity) {
    public String key() {
        return latest.key();
    }
}
