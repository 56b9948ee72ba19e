package io.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that are planted into the scoring core must make the simulation fail. */
@Tag("simulation")
class MutantTest {
    private static final long NOT_FOUND = -1;

    private static final Path DOCUMENT = Path.of("docs/reliability.md");
    /** The first seeds of three campaigns. */
    private static final List<Long> CAMPAIGNS = List.of(1_000_000L, 2_000_000L, 3_000_000L);

    /** The largest number of schedules of a campaign. */
    private static final int SCHEDULES = 2000;

    @TempDir
    private Path folder;

    /** A mutant, and for each campaign the number of schedules until one failed; -1 if none did. */
    private record Result(Mutant mutant, List<Long> schedules) {
        private String row() {
            return schedules.stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(" | ", "| " + mutant.name() + " | ", " |"));
        }
    }

    @Test
    void eachCampaignFindsEachMutant() {
        List<Result> results = Mutant.all().stream()
                .parallel()
                .map(mutant -> new Result(mutant, schedules(mutant, SCHEDULES)))
                .toList();
        results.forEach(result -> System.out.println(result.row()));
        assertThat(results).noneMatch(result -> result.schedules().contains(NOT_FOUND));
    }

    /** So a campaign that fails does so because of the fault, and not because the classes were loaded again. */
    @Test
    void withoutAFaultTheCampaignsFindNothing() {
        Mutant none = new Mutant("none", "engine.WaitingRecords", List.of());
        assertThat(schedules(none, 40)).containsOnly(NOT_FOUND);
    }

    @Test
    void theDocumentNamesEachMutant() {
        assertThat(DOCUMENT)
                .content()
                .contains(Mutant.all().stream()
                        .map(mutant -> "| " + mutant.name() + " |")
                        .toList());
    }

    /** Returns the number of schedules until one failed, for each campaign. */
    private List<Long> schedules(Mutant mutant, int most) {
        try {
            MutantLoader loader = new MutantLoader(mutant, folder.resolve(mutant.name()));
            List<Long> schedules = new ArrayList<>();
            for (long first : CAMPAIGNS) {
                schedules.add(schedulesUntilFound(campaign(loader), first, most));
            }
            return schedules;
        } catch (IOException | ReflectiveOperationException e) {
            throw new AssertionError("mutant \"" + mutant.name() + "\" cannot be loaded", e);
        }
    }

    private static long schedulesUntilFound(LongFunction<String> campaign, long first, int most) {
        for (long i = 0; i < most; i++) {
            if (campaign.apply(first + i) != null) {
                return i + 1;
            }
        }
        return NOT_FOUND;
    }

    @SuppressWarnings("unchecked")
    private static LongFunction<String> campaign(ClassLoader loader) throws ReflectiveOperationException {
        return (LongFunction<String>)
                loader.loadClass(Campaign.class.getName()).getConstructor().newInstance();
    }
}
