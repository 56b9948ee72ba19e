package io.sluice.offline.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** An author who posts about every two hours. Most posts match the author's mood, which changes from time to time. */
final class Author {
    /** The share of texts whose tone matches the mood. */
    static final double MATCHING = 0.72;
    /** The share of texts that are mixed: both positive and negative, or neither. The rest contradict the mood. */
    static final double MIXED = 0.18;

    private static final double MALFORMED = 0.005;
    private static final double MEAN_PAUSE_SECONDS = 7200;

    private final String name;
    private final Random random;
    private final AuthorStyle style;
    private final MoodPlan plan;
    private Instant time;
    private long step;

    Author(String name, Phrasebook phrases, Instant start, long seed) {
        this.name = name;
        this.random = new Random(seed);
        this.style = new AuthorStyle(phrases, new Random(random.nextLong()));
        this.plan = new MoodPlan(new Random(random.nextLong()));
        this.time = start.plus(pause());
    }

    String name() {
        return name;
    }

    /** Returns the time of the next post. */
    Instant time() {
        return time;
    }

    /** Makes the mood turn with the next text that is well-formed. */
    void turnMood() {
        plan.turnSoon(step + 1);
    }

    Post next() {
        Instant now = time;
        time = now.plus(pause());
        return random.nextDouble() < MALFORMED ? malformedPost(now) : validPost(now);
    }

    private Post validPost(Instant now) {
        step++;
        Mood before = plan.mood();
        @Nullable Turn turn = plan.turnAt(step) ? new Turn(name, now, step, before, plan.mood()) : null;
        Tone tone = tone(plan.mood());
        String text = style.write(tone);
        return new Post(name, now, step, text, event(now, text).toString(), plan.mood(), tone, turn);
    }

    private Post malformedPost(Instant now) {
        Malformation[] kinds = Malformation.values();
        String json = kinds[random.nextInt(kinds.length)].apply(event(now, style.write(Tone.MIXED)), "text");
        return new Post(name, now, 0, "", json, plan.mood(), Tone.MIXED, null);
    }

    private Tone tone(Mood mood) {
        double share = random.nextDouble();
        if (share < MATCHING) {
            return mood.tone();
        }
        return share < MATCHING + MIXED ? Tone.MIXED : mood.other().tone();
    }

    private static ObjectNode event(Instant time, String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("timestamp", time.toEpochMilli())
                .put("text", text);
    }

    /** Draws from an exponential distribution. StrictMath gives the same stream on every machine. */
    private Duration pause() {
        return Duration.ofSeconds(1 + (long) (-MEAN_PAUSE_SECONDS * StrictMath.log(1 - random.nextDouble())));
    }
}
