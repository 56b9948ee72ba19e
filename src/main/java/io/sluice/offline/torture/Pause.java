package io.sluice.offline.torture;

import java.io.IOException;

/** A wait in which the instances that end by themselves start again. */
interface Pause {
    void sleep(long millis) throws IOException, InterruptedException;
}
