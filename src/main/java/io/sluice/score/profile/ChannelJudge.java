package io.sluice.score.profile;

import java.nio.ByteBuffer;

/**
 * Judges one channel of a key: by its {@link ChannelProfile}, or as an {@link Indicator} while all of its readings were
 * 0 or 1 and the key has other channels.
 *
 * <p>Layout: int32 1 if the channel has a profile, the indicator, the profile; all zero at first.
 */
final class ChannelJudge {
    static final int BYTES = Integer.BYTES + Indicator.BYTES + ChannelProfile.BYTES;

    private final boolean alone;
    private final Indicator indicator = new Indicator();
    private final ChannelProfile profile = new ChannelProfile();
    private boolean hasProfile;
    private double deviation;
    private boolean glitch;

    /**
     * A judge of one channel.
     *
     * @param alone whether the key has no other channel
     */
    ChannelJudge(boolean alone) {
        this.alone = alone;
    }

    /** Adds a reading, learns from it, and updates the judge's part of the state, which begins at the position. */
    void judge(double reading, ByteBuffer state, int position) {
        state.position(position);
        hasProfile = state.getInt() == 1 || alone || (reading != 0 && reading != 1);
        if (hasProfile) {
            judgeByProfile(reading, state, position);
        } else {
            indicator.read(state);
            deviation = indicator.add(reading);
            glitch = false;
            indicator.write(state.position(position + Integer.BYTES));
        }
    }

    private void judgeByProfile(double reading, ByteBuffer state, int position) {
        int begin = position + Integer.BYTES + Indicator.BYTES;
        profile.read(state.position(begin));
        deviation = profile.add(reading);
        glitch = profile.isGlitch();
        state.putInt(position, 1);
        profile.write(state.position(begin));
    }

    /** Notes that the event has no reading of this channel. */
    void skip() {
        deviation = 0;
        glitch = false;
    }

    /** Returns the deviation of the last reading: the sum of squared distances, or the rarity of an indicator. */
    double deviation() {
        return deviation;
    }

    boolean isGlitch() {
        return glitch;
    }
}
