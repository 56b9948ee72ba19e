package io.sluice.offline.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A simulated shop: an endless stream of its shoppers' clicks in order of time. The same number of shoppers and the
 * same seed give the same stream on every machine. The items are the same for every seed.
 *
 * <p>Each visit is a key. It has a mission that a single click does not reveal, because most categories belong to
 * several missions. The next click depends on the mission, on the visit's brand and price level, on accessories of
 * products clicked before, and on the products seen already. {@link Visit} gives the probabilities. One event in 200 is
 * malformed and is sent again.
 *
 * <p>Not safe for use by several threads.
 */
public final class Shop {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final PriorityQueue<Shopper> shoppers =
            new PriorityQueue<>(Comparator.comparing(Shopper::time).thenComparing(Shopper::name));

    public Shop(int shoppers, long seed) {
        if (shoppers < 1) {
            throw new IllegalArgumentException(shoppers + " shoppers: give at least 1");
        }
        Catalogue catalogue = Catalogue.load();
        Random seeds = new Random(seed);
        for (int s = 1; s <= shoppers; s++) {
            String name = String.format(Locale.ROOT, "shopper-%03d", s);
            this.shoppers.add(new Shopper(name, catalogue, START, seeds.nextLong()));
        }
    }

    /** Returns all items of the shop in a fixed order. They are the same for every seed. */
    public static List<String> items() {
        return Catalogue.load().items();
    }

    /** Returns the next click of all shoppers in order of time. */
    public Click next() {
        Shopper shopper = shoppers.remove();
        Click click = shopper.next();
        shoppers.add(shopper);
        return click;
    }

    /**
     * Returns whole visits in order of their first click.
     *
     * @param sessions the number of visits
     * @param shoppers the number of shoppers
     * @param seed the seed; another seed gives other shoppers and other visits
     */
    public static List<ShopSession> sessions(int sessions, int shoppers, long seed) {
        Shop shop = new Shop(shoppers, seed);
        List<ShopSession> all = new ArrayList<>(sessions);
        while (all.size() < sessions) {
            Shopper shopper = shop.shoppers.remove();
            all.add(shopper.nextSession());
            shop.shoppers.add(shopper);
        }
        return all;
    }
}
