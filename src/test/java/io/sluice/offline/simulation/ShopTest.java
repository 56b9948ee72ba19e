package io.sluice.offline.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.ItemEvent;
import io.sluice.event.JsonEventDecoder;
import io.sluice.event.JsonLayout;
import io.sluice.event.Malformed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShopTest {
    private static List<Click> clicks(long seed, int count) {
        Shop shop = new Shop(50, seed);
        return Stream.generate(shop::next).limit(count).toList();
    }

    private static List<Click> valid(List<Click> clicks) {
        return clicks.stream().filter(click -> click.step() > 0).toList();
    }

    private static String category(String item) {
        return item.replaceFirst("-[a-z]+-\\d$", "");
    }

    @Test
    void theSameSeedGivesTheSameClicksAndAnotherSeedGivesOthers() {
        assertThat(clicks(7, 500)).isEqualTo(clicks(7, 500));
        assertThat(clicks(8, 500)).isNotEqualTo(clicks(7, 500));
        assertThat(Shop.sessions(50, 10, 7)).isEqualTo(Shop.sessions(50, 10, 7));
        assertThat(Shop.sessions(50, 10, 8)).isNotEqualTo(Shop.sessions(50, 10, 7));
    }

    @Test
    void theShopSellsExactlyTwelveHundredItems() {
        Set<String> items = new HashSet<>(Shop.items());

        assertThat(Shop.items()).hasSize(1200).doesNotHaveDuplicates();
        assertThat(valid(clicks(1, 5000))).allMatch(click -> items.contains(click.item()));
        assertThat(Shop.sessions(200, 20, 1)).allMatch(session -> items.containsAll(session.items()));
    }

    @Test
    void clicksComeInOrderOfTimeAndStepsCountFromOne() {
        Map<String, Long> steps = new HashMap<>();
        Instant before = Instant.MIN;
        for (Click click : clicks(1, 5000)) {
            assertThat(click.time()).isAfterOrEqualTo(before);
            before = click.time();
            if (click.step() > 0) {
                assertThat(click.step()).isEqualTo(steps.getOrDefault(click.session(), 0L) + 1);
                steps.put(click.session(), click.last() ? Long.MAX_VALUE - 1 : click.step());
            }
        }
        assertThat(steps.values().stream().filter(step -> step > 1_000_000).count())
                .isGreaterThan(100);
    }

    @Test
    void oneEventInTwoHundredIsMalformedInOneOfFiveWays() {
        JsonEventDecoder decoder = JsonEventDecoder.ofItem("/item", JsonLayout.DEFAULT, 1000);
        Set<DeadLetterReason> reasons = EnumSet.noneOf(DeadLetterReason.class);
        List<Click> clicks = clicks(1, 20_000);
        for (Click click : clicks) {
            Decoded decoded = decoder.decode(click.json().getBytes(StandardCharsets.UTF_8), 0);
            if (decoded instanceof Malformed malformed) {
                reasons.add(malformed.reason());
                assertThat(click.step()).isZero();
            } else {
                assertThat(decoded).isEqualTo(new ItemEvent(null, click.time().toEpochMilli(), true, click.item()));
            }
        }
        assertThat(reasons)
                .containsOnly(
                        DeadLetterReason.NO_ITEM,
                        DeadLetterReason.BAD_ITEM,
                        DeadLetterReason.BLANK_ITEM,
                        DeadLetterReason.NOT_JSON);
        assertThat(clicks.size() - valid(clicks).size()).isBetween(70, 130);
    }

    @Test
    void sessionsHoldTheClicksOfTheStream() {
        Map<String, List<String>> streamed = new HashMap<>();
        Set<String> ended = new HashSet<>();
        for (Click click : valid(clicks(3, 5000))) {
            streamed.computeIfAbsent(click.session(), unused -> new ArrayList<>())
                    .add(click.item());
            if (click.last()) {
                ended.add(click.session());
            }
        }
        streamed.keySet().retainAll(ended);
        Map<String, List<String>> sessions =
                Shop.sessions(1000, 50, 3).stream().collect(Collectors.toMap(ShopSession::key, ShopSession::items));
        assertThat(sessions).containsAllEntriesOf(streamed);
        assertThat(streamed).hasSizeGreaterThan(100);
    }

    @Test
    void visitsHaveAUsefulLength() {
        List<ShopSession> sessions = Shop.sessions(2000, 200, 1);
        double mean = sessions.stream()
                .mapToInt(session -> session.items().size())
                .average()
                .orElse(0);
        assertThat(mean).isBetween(8.0, 20.0);
        assertThat(sessions).allMatch(session -> session.items().size() <= Visit.LONGEST);
    }

    /** The last two different categories predict the next one better than the last category alone. */
    @Test
    void theLastClickDoesNotRevealTheMission() {
        Map<String, Map<String, Integer>> byLast = new HashMap<>();
        Map<String, Map<String, Integer>> byMission = new HashMap<>();
        int right = 0;
        int rightWithPast = 0;
        int moves = 0;
        for (ShopSession session : Shop.sessions(3000, 300, 1)) {
            List<String> stops = stops(session);
            for (int i = 2; i < stops.size(); i++) {
                String last = stops.get(i - 1);
                String past = stops.get(i - 2) + " " + last;
                moves++;
                right += stops.get(i).equals(likeliest(byLast, last)) ? 1 : 0;
                rightWithPast += stops.get(i).equals(likeliest(byMission, past)) ? 1 : 0;
                byLast.computeIfAbsent(last, unused -> new HashMap<>()).merge(stops.get(i), 1, Integer::sum);
                byMission.computeIfAbsent(past, unused -> new HashMap<>()).merge(stops.get(i), 1, Integer::sum);
            }
        }
        assertThat((double) rightWithPast / moves).isGreaterThan((double) right / moves + 0.1);
    }

    private static String likeliest(Map<String, Map<String, Integer>> counts, String past) {
        return counts.getOrDefault(past, Map.of()).entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }

    /** Returns the categories of a visit, with successive repeats removed. */
    private static List<String> stops(ShopSession session) {
        List<String> stops = new ArrayList<>();
        for (String item : session.items()) {
            String category = category(item);
            if (stops.isEmpty() || !stops.get(stops.size() - 1).equals(category)) {
                stops.add(category);
            }
        }
        return stops;
    }
}
