package io.sluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;
import java.util.stream.Stream;

/** The arrows between packages: what each may use, beside Java itself and what has no arrow of its own. */
@AnalyzeClasses(packages = "io.sluice", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] DJL = {"ai.djl.."};
    private static final String[] KAFKA = {"org.apache.kafka..", "kafka.."};
    private static final String[] JACKSON = {"com.fasterxml.jackson.."};
    private static final String[] HTTP = {"io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."};
    private static final String[] MICROMETER = {"io.micrometer.."};
    private static final String[] PICOCLI = {"picocli.."};

    @ArchTest
    static final ArchRule event = uses("event");

    @ArchTest
    static final ArchRule feature = uses("feature", "event");

    @ArchTest
    static final ArchRule model = uses("model");

    @ArchTest
    static final ArchRule state = uses("state", "model");

    @ArchTest
    static final ArchRule score = uses("score", "event", "model");

    @ArchTest
    static final ArchRule torch = uses("torch", "model", "feature");

    @ArchTest
    static final ArchRule stream = uses("stream", "event", "feature", "model", "state", "score");

    @ArchTest
    static final ArchRule simulation = uses("simulation", "event");

    @ArchTest
    static final ArchRule dataset = uses("dataset", "event");

    @ArchTest
    static final ArchRule plot = uses("plot");

    @ArchTest
    static final ArchRule broker = uses("broker");

    @ArchTest
    static final ArchRule nobodyUsesTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("io.sluice.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.sluice.cli..", PICOCLI[0]);

    @ArchTest
    static final ArchRule onlyTheCommandLineUsesHttp = noClasses()
            .that()
            .resideOutsideOfPackages("io.sluice.cli..", "io.sluice.serve..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(HTTP, "io.sluice.serve.."));

    @ArchTest
    static final ArchRule pureCodeKnowsNoLibraryOfTheEdges = noClasses()
            .that()
            .resideInAnyPackage(
                    packages("event", "feature", "model", "state", "score", "simulation", "dataset", "plot"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(with(with(DJL, KAFKA), MICROMETER), HTTP));

    @ArchTest
    static final ArchRule featuresAndStatesKnowNoJson = noClasses()
            .that()
            .resideInAnyPackage(packages("feature", "state", "torch"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(JACKSON)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule djlIsSeenByTheEngineAndOfflineWorkAlone = classes()
            .that()
            .resideInAPackage("io.sluice..")
            .and(resideInAnyPackage(packages("torch", "training", "evaluation", "bench"))
                    .negate())
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(DJL).negate());

    @ArchTest
    static final ArchRule kafkaIsSeenByStreamBrokerAndWhatRunsThemAlone = classes()
            .that()
            .resideInAPackage("io.sluice..")
            .and(resideInAnyPackage(packages("stream", "broker", "cli", "training", "evaluation", "bench", "serve"))
                    .negate())
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(KAFKA).negate());

    @ArchTest
    static final ArchRule noPackagesInACircle =
            SlicesRuleDefinition.slices().matching("io.sluice.(*)..").should().beFreeOfCycles();

    /** Of Sluice's packages, {@code name} uses itself and {@code others} alone. */
    private static ArchRule uses(String name, String... others) {
        String[] allowed = packages(with(others, name));
        return classes()
                .that()
                .resideInAPackage("io.sluice." + name + "..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAPackage("io.sluice..").negate().or(resideInAnyPackage(allowed)))
                .allowEmptyShould(true);
    }

    private static String[] packages(String... names) {
        return Arrays.stream(names).map(name -> "io.sluice." + name + "..").toArray(String[]::new);
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }
}
