package io.sluice.score.profile;

import java.nio.ByteBuffer;

/** A part of a channel's deviation: judges each number by those before it, which are in the key's state. */
interface Part {
    /** Returns the number of bytes of the part in the state. They are all zero before the first number. */
    int bytes();

    void read(ByteBuffer state);

    void write(ByteBuffer state);

    /** Adds a number, learns from it, and returns its deviation, at least 0. */
    double add(double number);

    /** Adds a number to the part at the position of a state, updates the state, and moves the position behind it. */
    default double add(double number, ByteBuffer state) {
        int position = state.position();
        read(state);
        double deviation = add(number);
        write(state.position(position));
        return deviation;
    }
}
