package io.sluice.offline.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AuthorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Post> MANY = posts(new Authors(10, 1), 5000);

    @Property(tries = 10)
    void theSameSeedGivesTheSameStream(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int authors) {
        assertThat(posts(new Authors(authors, seed), 100)).isEqualTo(posts(new Authors(authors, seed), 100));
    }

    @Property(tries = 10)
    void anotherSeedGivesAnotherStream(@ForAll long seed) {
        assertThat(posts(new Authors(2, seed), 20)).isNotEqualTo(posts(new Authors(2, seed + 1), 20));
    }

    @Test
    void timeNeverGoesBackAndEachAuthorsTimeAdvances() {
        assertThat(MANY).extracting(Post::time).isSorted();
        byAuthor(MANY)
                .forEach((author, posts) ->
                        assertThat(posts).extracting(Post::time).doesNotHaveDuplicates());
    }

    @Test
    void anAuthorPostsEveryTwoHoursOnAverage() {
        byAuthor(MANY).forEach((author, posts) -> {
            Duration all = Duration.between(
                    posts.get(0).time(), posts.get(posts.size() - 1).time());
            assertThat(all.toMinutes() / (posts.size() - 1.0)).isBetween(100.0, 140.0);
        });
    }

    @Test
    void stepsCountTheValidTexts() {
        byAuthor(valid(MANY)).forEach((author, posts) -> assertThat(posts)
                .extracting(Post::step)
                .isEqualTo(LongStream.rangeClosed(1, posts.size()).boxed().toList()));
    }

    @Test
    void anEventIsAJsonObjectWithItsTimeAndItsText() {
        assertThat(valid(MANY)).allSatisfy(post -> {
            JsonNode event = json(post.json());
            assertThat(event.path("timestamp").longValue())
                    .isEqualTo(post.time().toEpochMilli());
            assertThat(event.path("text").textValue()).isEqualTo(post.text()).isNotBlank();
        });
    }

    @Test
    void fewEventsAreMalformedAndEveryMalformationOccurs() {
        List<Post> malformed = posts(new Authors(10, 2), 8000).stream()
                .filter(post -> post.step() == 0)
                .toList();

        assertThat(malformed).hasSizeBetween(20, 60);
        assertThat(malformed).anyMatch(post -> post.json().endsWith("\"text\":5.5}"));
        assertThat(malformed).anyMatch(post -> post.json().endsWith("\"text\":null}"));
        assertThat(malformed).anyMatch(post -> post.json().endsWith("\"text\":\"  \\n\"}"));
        assertThat(malformed).anyMatch(post -> post.json().matches("\\{\"timestamp\":\\d+}"));
        assertThat(malformed).anyMatch(post -> !post.json().endsWith("}"));
    }

    @Test
    void aMoodLastsUntilItsTurn() {
        byAuthor(valid(MANY)).forEach((author, posts) -> {
            Mood mood = posts.get(0).mood();
            long since = 1;
            for (Post post : posts) {
                Turn turn = post.turn();
                if (turn != null) {
                    assertThat(turn).isEqualTo(new Turn(author, post.time(), post.step(), mood, mood.other()));
                    assertThat(post.step() - since).isBetween((long) MoodPlan.SHORTEST, (long) MoodPlan.LONGEST);
                    mood = turn.to();
                    since = post.step();
                }
                assertThat(post.mood()).isEqualTo(mood);
            }
            assertThat(since).isGreaterThan(1);
        });
    }

    @Test
    void mostTextsMatchTheMoodSomeAreMixedAndFewContradictIt() {
        List<Post> valid = valid(MANY);

        assertThat(share(valid, post -> post.tone() == post.mood().tone())).isCloseTo(Author.MATCHING, within(0.02));
        assertThat(share(valid, post -> post.tone() == Tone.MIXED)).isCloseTo(Author.MIXED, within(0.02));
        assertThat(share(valid, post -> post.tone() == post.mood().other().tone()))
                .isCloseTo(1 - Author.MATCHING - Author.MIXED, within(0.02));
    }

    @Test
    void textsComeInManyScriptsAndLengths() {
        List<String> texts = valid(MANY).stream().map(Post::text).toList();

        assertThat(new HashSet<>(texts)).hasSizeGreaterThan(3000);
        assertThat(texts).anyMatch(text -> has(text, Character.UnicodeScript.ARABIC));
        assertThat(texts).anyMatch(text -> has(text, Character.UnicodeScript.HEBREW));
        assertThat(texts).anyMatch(text -> has(text, Character.UnicodeScript.HAN));
        assertThat(texts)
                .filteredOn(text -> text.length() >= AuthorStyle.VERY_LONG)
                .hasSizeBetween(3, 30);
        assertThat(texts)
                .filteredOn(text -> text.codePoints().noneMatch(Character::isLetter))
                .isNotEmpty()
                .allMatch(text -> text.length() < 20);
    }

    @Test
    void noSentenceOccursTwiceInAnOrdinaryText() {
        assertThat(valid(MANY))
                .filteredOn(post -> post.text().length() < AuthorStyle.VERY_LONG)
                .noneMatch(post -> count(post.text().toLowerCase(Locale.ROOT), "save your money.") > 1);
    }

    @Test
    void moreAuthorsThanNamesGetNumberedNames() {
        Set<String> names = byAuthor(posts(new Authors(21, 3), 300)).keySet();

        assertThat(names).hasSize(21).contains("anna", "jürgen", "anna-2", "zoë-2", "anna-3");
    }

    @Test
    void zeroAuthorsAreRefused() {
        assertThatThrownBy(() -> new Authors(0, 1)).hasMessageContaining("0 authors");
    }

    private static List<Post> posts(Authors authors, int count) {
        return Stream.generate(authors::next).limit(count).toList();
    }

    private static List<Post> valid(List<Post> posts) {
        return posts.stream().filter(post -> post.step() > 0).toList();
    }

    private static Map<String, List<Post>> byAuthor(List<Post> posts) {
        return posts.stream().collect(Collectors.groupingBy(Post::author));
    }

    private static double share(List<Post> posts, Predicate<Post> condition) {
        return posts.stream().filter(condition).count() / (double) posts.size();
    }

    private static boolean has(String text, Character.UnicodeScript script) {
        return text.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == script);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static JsonNode json(String value) {
        try {
            return Objects.requireNonNull(JSON.readTree(value));
        } catch (JsonProcessingException e) {
            throw new AssertionError(value, e);
        }
    }
}
