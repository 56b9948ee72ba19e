package io.sluice.offline.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A simulated shop: an endless stream of clicks of its shoppers, in order of their time. The same number of shoppers
 * and seed give the same stream, everywhere; the items are the same for every seed.
 *
 * <p>A visit is a key, and has a mission that its single clicks do not tell: most categories belong to several
 * missions. What comes next depends on the mission, on the brand and the level of price of the whole visit, on what was
 * looked at some clicks before and has an accessory, and on what was seen already; {@link Visit} has the figures. One
 * event in 200 is malformed, and sent again.
 *
 * <p>Not for use by several threads.
 */
public final class Shop {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final PriorityQueue<Shopper> shoppers =
            new PriorityQueue<>(Comparator.comparing(Shopper::time).thenComparing(Shopper::name));

    public Shop(int shoppers, long seed) {
        if (shoppers < 1) {
            throw new IllegalArgumentException(shoppers + " shoppers; there must be at least 1");
        }
        Catalogue catalogue = Catalogue.ours();
        Random seeds = new Random(seed);
        for (int s = 1; s <= shoppers; s++) {
            String name = String.format(Locale.ROOT, "shopper-%03d", s);
            this.shoppers.add(new Shopper(name, catalogue, START, seeds.nextLong()));
        }
    }

    /** All items of the shop, whatever the seed, in a fixed order. */
    public static List<String> items() {
        return Catalogue.ours().items();
    }

    /** The next click: that of the shopper whose turn it is. */
    public Click next() {
        Shopper shopper = shoppers.remove();
        Click click = shopper.next();
        shoppers.add(shopper);
        return click;
    }

    /**
     * Whole visits, in order of their first click.
     *
     * @param sessions how many
     * @param shoppers how many shoppers make them
     * @param seed other seeds give other shoppers with other visits
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
