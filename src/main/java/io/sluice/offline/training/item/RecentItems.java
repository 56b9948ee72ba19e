package io.sluice.offline.training.item;

/** The last distinct items of a key, the latest first, updated exactly as {@link NextItemModule} updates its ring. */
final class RecentItems {
    private static final int NONE = -1;

    private final int[] ring;
    private int previousPlace = NONE;

    RecentItems(int size) {
        this.ring = new int[size];
    }

    /** Moves or adds an item to the front. The id 0 changes nothing. */
    void click(int item) {
        previousPlace = NONE;
        if (item == 0) {
            return;
        }
        int moved = item;
        for (int place = 0; place < ring.length; place++) {
            int before = ring[place];
            ring[place] = moved;
            if (before == item) {
                previousPlace = place;
                return;
            }
            moved = before;
        }
    }

    /** Returns the item at a place; 0 if the place is empty. */
    int at(int place) {
        return ring[place];
    }

    /** Returns the place that the latest item had before its click; -1 if it was not in the ring. */
    int previousPlace() {
        return previousPlace;
    }
}
