package io.sluice.offline.simulation;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated shop sells: of every category one product of each brand in each of {@value #LEVELS} levels of
 * price, 1,200 in all. It is the same everywhere and whatever the seed of the shoppers.
 */
final class Catalogue {
    static final List<String> BRANDS = List.of("alder", "birch", "cedar", "linden", "maple", "rowan");
    static final int LEVELS = 5;

    private static final int PRODUCTS = BRANDS.size() * LEVELS;

    private final Plan plan;
    private final List<List<String>> missions;
    private final List<Product> bestsellers;

    /**
     * {@code shop.yaml}.
     *
     * @param missions the categories that a shopper with this mission goes through, in their order
     * @param accessories the category of what belongs to an item of a category
     */
    record Plan(List<String> categories, Map<String, List<String>> missions, Map<String, String> accessories) {
        Plan {
            categories = List.copyOf(categories);
            accessories = Map.copyOf(accessories);
        }
    }

    /**
     * A product.
     *
     * @param brand its place in {@link #BRANDS}
     * @param level from 0, the cheapest
     */
    record Product(String category, int brand, int level) {
        /** The item of a click, as {@code kettle-alder-3}. */
        String item() {
            return category + "-" + BRANDS.get(brand) + "-" + (level + 1);
        }
    }

    private Catalogue(Plan plan) {
        this.plan = plan;
        this.missions = List.copyOf(plan.missions.values());
        List<Product> shuffled = new ArrayList<>();
        for (String category : plan.categories) {
            for (int place = 0; place < PRODUCTS; place++) {
                shuffled.add(product(category, place));
            }
        }
        Collections.shuffle(shuffled, new Random(1));
        this.bestsellers = List.copyOf(shuffled);
    }

    /** The catalogue that the program brings. */
    static Catalogue ours() {
        try (InputStream plan = Catalogue.class.getResourceAsStream("shop.yaml")) {
            return new Catalogue(new YAMLMapper().readValue(plan, Plan.class));
        } catch (IOException e) {
            throw new UncheckedIOException("shop.yaml cannot be read", e);
        }
    }

    private static Product product(String category, int place) {
        return new Product(category, place / LEVELS, place % LEVELS);
    }

    /** All items, category by category. */
    List<String> items() {
        List<String> items = new ArrayList<>();
        for (String category : plan.categories) {
            for (int place = 0; place < PRODUCTS; place++) {
                items.add(product(category, place).item());
            }
        }
        return items;
    }

    /** The categories of each mission, in the order in which they are gone through. */
    List<List<String>> missions() {
        return missions;
    }

    /** All products, the best-selling first. */
    List<Product> bestsellers() {
        return bestsellers;
    }

    /** The one product that belongs to another, of any brand and level; null where nothing does. */
    @Nullable
    Product accessory(Product product) {
        String category = plan.accessories.get(product.category);
        return category == null
                ? null
                : product(category, (7 * (product.brand * LEVELS + product.level) + 3) % PRODUCTS);
    }
}
