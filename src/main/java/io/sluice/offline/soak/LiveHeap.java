package io.sluice.offline.soak;

/**
 * What lives on the heap of a pipeline, after full collections that the soak asks for.
 *
 * @param begin the bytes at the beginning of the judged part
 * @param end the bytes at the end of the soak
 */
public record LiveHeap(long begin, long end) {
    long growth() {
        return end - begin;
    }
}
