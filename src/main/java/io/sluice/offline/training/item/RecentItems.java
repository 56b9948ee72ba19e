package io.sluice.offline.training.item;

/** The ring of a {@link NextItemModule}, as the module moves it: the last distinct items, the latest first. */
final class RecentItems {
    private final int[] ring;
    private int came = -1;

    RecentItems(int size) {
        this.ring = new int[size];
    }

    /** Puts an item to the front; id 0 changes nothing. */
    void click(int item) {
        came = -1;
        if (item == 0) {
            return;
        }
        int moved = item;
        for (int place = 0; place < ring.length; place++) {
            int before = ring[place];
            ring[place] = moved;
            if (before == item) {
                came = place;
                return;
            }
            moved = before;
        }
    }

    /** The item at a place; 0 where there is none. */
    int at(int place) {
        return ring[place];
    }

    /** The place where the latest item stood before it was clicked; -1 where it stood at none. */
    int came() {
        return came;
    }
}
