package io.sluice.offline.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A shopper with a favourite brand, a price level and a few favourite missions, who visits every few hours. */
final class Shopper {
    private static final double MALFORMED = 0.005;
    private static final double OWN_BRAND = 0.7;
    private static final int FAVOURITES = 4;
    private static final double OTHER_MISSION = 0.3;
    private static final double MEAN_REST_SECONDS = 3 * 3600;
    private static final double MEAN_PAUSE_SECONDS = 40;

    private final String name;
    private final Catalogue catalogue;
    private final Random random;
    private final Random clock;
    private final int brand;
    private final int level;
    private final List<List<String>> favourites = new ArrayList<>();
    private int visits;
    private Instant time;
    private ShopSession visit;
    private int clicked;

    Shopper(String name, Catalogue catalogue, Instant start, long seed) {
        this.name = name;
        this.catalogue = catalogue;
        this.random = new Random(seed);
        this.clock = new Random(random.nextLong());
        this.brand = random.nextInt(Catalogue.BRANDS.size());
        this.level = random.nextInt(Catalogue.LEVELS);
        for (int i = 0; i < FAVOURITES; i++) {
            favourites.add(pick(catalogue.missions()));
        }
        this.time = start.plus(after(MEAN_REST_SECONDS));
        this.visit = visit();
    }

    String name() {
        return name;
    }

    /** Returns the time of the next click. */
    Instant time() {
        return time;
    }

    /** Returns the next visit as a whole. Call this only between visits, not after the first click of one. */
    ShopSession nextSession() {
        ShopSession whole = visit;
        rest();
        return whole;
    }

    Click next() {
        String item = visit.items().get(clicked);
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("timestamp", time.toEpochMilli())
                .put("item", item);
        if (clock.nextDouble() < MALFORMED) {
            Malformation[] kinds = Malformation.values();
            return new Click(visit.key(), time, 0, "", kinds[clock.nextInt(kinds.length)].apply(event, "item"), false);
        }
        clicked++;
        boolean last = clicked == visit.items().size();
        Click click = new Click(visit.key(), time, clicked, item, event.toString(), last);
        if (last) {
            rest();
        } else {
            time = time.plus(after(MEAN_PAUSE_SECONDS));
        }
        return click;
    }

    private void rest() {
        time = time.plus(after(MEAN_REST_SECONDS));
        visit = visit();
        clicked = 0;
    }

    private ShopSession visit() {
        visits++;
        List<String> mission = random.nextDouble() < OTHER_MISSION ? pick(catalogue.missions()) : pick(favourites);
        int chosen = random.nextDouble() < OWN_BRAND ? brand : random.nextInt(Catalogue.BRANDS.size());
        Visit walk = new Visit(catalogue, mission, chosen, level, new Random(random.nextLong()));
        return new ShopSession(name + "/" + visits, time, walk.items());
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Draws from an exponential distribution. StrictMath gives the same stream on every machine. */
    private Duration after(double meanSeconds) {
        return Duration.ofMillis(1000 + (long) (-1000 * meanSeconds * StrictMath.log(1 - clock.nextDouble())));
    }
}
