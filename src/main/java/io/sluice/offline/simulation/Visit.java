package io.sluice.offline.simulation;

import io.sluice.offline.simulation.Catalogue.Product;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a shopper clicks in one visit, which has a mission, a brand and a level of price throughout.
 *
 * <p>The shopper goes through the mission's categories, looks at one or more products in each, mostly of the brand and
 * near the level, and may go round again. Of what has an accessory, three in ten are followed by it, two to four clicks
 * later. One click in ten goes back to an earlier product, one in twenty to any bestseller.
 */
final class Visit {
    static final int LONGEST = 40;

    private static final double ACCESSORY = 0.3;
    private static final double BACK = 0.1;
    private static final double BESTSELLER = 0.05;
    private static final double MOVE_ON = 0.5;
    private static final double LEAVE = 0.8;
    private static final double OTHER_BRAND = 0.2;
    private static final double OTHER_LEVEL = 0.4;

    private final Catalogue catalogue;
    private final List<String> mission;
    private final int brand;
    private final int level;
    private final Random random;
    private final List<Product> clicks = new ArrayList<>();
    private final Deque<Errand> errands = new ArrayDeque<>();
    private int stop;
    private boolean leaving;

    /** An accessory, and after how many clicks of the visit it is looked for. */
    private record Errand(Product accessory, int due) {}

    Visit(Catalogue catalogue, List<String> mission, int brand, int level, Random random) {
        this.catalogue = catalogue;
        this.mission = mission;
        this.brand = brand;
        this.level = level;
        this.random = random;
    }

    /** The items of the visit, at least one. */
    List<String> items() {
        while (!leaving && clicks.size() < LONGEST) {
            clicks.add(next());
        }
        return clicks.stream().map(Product::item).toList();
    }

    private Product next() {
        @Nullable Errand errand = errands.peek();
        if (errand != null && errand.due <= clicks.size()) {
            errands.remove();
            return errand.accessory;
        }
        double choice = random.nextDouble();
        if (choice < BACK && clicks.size() > 2) {
            return clicks.get(random.nextInt(clicks.size() - 2));
        }
        return choice < BACK + BESTSELLER ? bestseller() : look();
    }

    /** The n-th best is chosen with a probability of about 1 / n. */
    private Product bestseller() {
        List<Product> all = catalogue.bestsellers();
        double rank = StrictMath.pow(all.size(), random.nextDouble());
        return all.get(Math.min((int) rank, all.size()) - 1);
    }

    private Product look() {
        Product product = new Product(mission.get(stop), chosenBrand(), chosenLevel());
        @Nullable Product accessory = catalogue.accessory(product);
        if (accessory != null && random.nextDouble() < ACCESSORY) {
            errands.add(new Errand(accessory, clicks.size() + 2 + random.nextInt(3)));
        }
        if (random.nextDouble() < MOVE_ON) {
            moveOn();
        }
        return product;
    }

    private void moveOn() {
        stop = (stop + 1) % mission.size();
        leaving = stop == 0 && random.nextDouble() < LEAVE;
    }

    private int chosenBrand() {
        return random.nextDouble() < OTHER_BRAND ? random.nextInt(Catalogue.BRANDS.size()) : brand;
    }

    private int chosenLevel() {
        if (random.nextDouble() >= OTHER_LEVEL) {
            return level;
        }
        return Math.min(Math.max(level + (random.nextBoolean() ? 1 : -1), 0), Catalogue.LEVELS - 1);
    }
}
