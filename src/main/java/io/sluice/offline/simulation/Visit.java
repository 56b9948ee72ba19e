package io.sluice.offline.simulation;

import io.sluice.offline.simulation.Catalogue.Product;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The clicks of one visit. The whole visit has one mission, one brand and one price level.
 *
 * <p>The shopper goes through the mission's categories and may start again at the first. In each category the shopper
 * clicks one or more products, mostly of the visit's brand and near its price level. After three in ten clicks on a
 * product with an accessory, a click on the accessory follows two to four clicks later. One click in ten returns to an
 * earlier product. One click in twenty goes to any bestseller.
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

    /** An accessory, and the number of clicks after which the shopper clicks it. */
    private record Errand(Product accessory, int due) {}

    Visit(Catalogue catalogue, List<String> mission, int brand, int level, Random random) {
        this.catalogue = catalogue;
        this.mission = mission;
        this.brand = brand;
        this.level = level;
        this.random = random;
    }

    /** Returns the items of the visit, at least one. */
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

    /** Draws a bestseller. The product at rank n has a probability of about 1 / n. */
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
