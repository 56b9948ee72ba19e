package io.sluice.offline.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The faults of a machine over time. The first events are healthy. After each fault, between {@value #REST} and twice
 * that number of events are healthy. Every kind that the machine can show comes once before any kind comes again.
 */
final class FaultPlan {
    static final int REST = 100;

    private final String key;
    private final List<String> channels;
    private final Random random;
    private final List<FaultKind> deck = new ArrayList<>();
    private Fault next;

    /** @param healthy the number of first events without a fault */
    FaultPlan(String key, List<String> channels, int healthy, Random random) {
        this.key = key;
        this.channels = channels;
        this.random = random;
        this.next = draw(healthy + 1 + random.nextInt(REST));
    }

    /** Returns the fault at a step, or null. The steps of successive calls must not fall. */
    @Nullable
    Fault at(long step) {
        if (step > next.last()) {
            next = draw(next.last() + 1 + REST + random.nextInt(REST + 1));
        }
        return next.covers(step) ? next : null;
    }

    /**
     * Makes the machine show a fault from a step on, in place of the next one of the plan.
     *
     * @param step the step of the machine's next event
     * @throws IllegalArgumentException if a machine with its channels cannot show the fault
     * @throws IllegalStateException if the machine shows a fault now
     */
    void inject(FaultKind kind, long step) {
        if (!kind.happensTo(channels.size())) {
            throw new IllegalArgumentException(
                    "the fault " + kind.text() + " needs more channels than " + channels.size());
        }
        if (next.first() < step && step <= next.last()) {
            throw new IllegalStateException(
                    key + " has the fault " + next.kind().text() + " until step " + next.last());
        }
        next = draw(kind, step);
    }

    private Fault draw(long first) {
        return draw(kind(), first);
    }

    private Fault draw(FaultKind kind, long first) {
        List<String> touched = touched(kind.channels());
        return new Fault(key, kind, touched, first, first + kind.length(random) - 1);
    }

    private List<String> touched(int count) {
        List<String> left = new ArrayList<>(channels);
        List<String> touched = new ArrayList<>();
        while (touched.size() < count) {
            touched.add(left.remove(random.nextInt(left.size())));
        }
        return touched;
    }

    private FaultKind kind() {
        if (deck.isEmpty()) {
            Stream.of(FaultKind.values())
                    .filter(kind -> kind.happensTo(channels.size()))
                    .forEach(deck::add);
            Collections.shuffle(deck, random);
        }
        return deck.remove(deck.size() - 1);
    }
}
