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
 * The products of the simulated shop. Each category has one product of each brand at each of {@value #LEVELS} price
 * levels, 1,200 products in all. The catalogue is the same for every seed.
 */
final class Catalogue {
    static final List<String> BRANDS = List.of("alder", "birch", "cedar", "linden", "maple", "rowan");
    static final int LEVELS = 5;

    private static final int PRODUCTS = BRANDS.size() * LEVELS;

    private final Plan plan;
    private final List<List<String>> missions;
    private final List<Product> bestsellers;

    /**
     * The content of {@code shop.yaml}.
     *
     * @param missions for each mission, the categories that its shopper visits, in order
     * @param accessories for each category that has accessories, the category of these accessories
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
     * @param brand the brand's index in {@link #BRANDS}
     * @param level the price level from 0, the cheapest
     */
    record Product(String category, int brand, int level) {
        /** Returns the item of a click, such as {@code kettle-alder-3}. */
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

    /** Reads the catalogue in {@code shop.yaml}. */
    static Catalogue load() {
        try (InputStream plan = Catalogue.class.getResourceAsStream("shop.yaml")) {
            return new Catalogue(new YAMLMapper().readValue(plan, Plan.class));
        } catch (IOException e) {
            throw new UncheckedIOException("shop.yaml cannot be read", e);
        }
    }

    private static Product product(String category, int place) {
        return new Product(category, place / LEVELS, place % LEVELS);
    }

    /** Returns all items, category by category. */
    List<String> items() {
        List<String> items = new ArrayList<>();
        for (String category : plan.categories) {
            for (int place = 0; place < PRODUCTS; place++) {
                items.add(product(category, place).item());
            }
        }
        return items;
    }

    /** Returns the categories of each mission, in the order of a visit. */
    List<List<String>> missions() {
        return missions;
    }

    /** Returns all products, the best-selling first. */
    List<Product> bestsellers() {
        return bestsellers;
    }

    /** Returns the accessory of a product, of any brand and level, or null where the product has none. */
    @Nullable
    Product accessory(Product product) {
        String category = plan.accessories.get(product.category);
        return category == null
                ? null
                : product(category, (7 * (product.brand * LEVELS + product.level) + 3) % PRODUCTS);
    }
}
