package io.sluice;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The arrows between packages: which packages of Sluice and which libraries each one may use. The test prints the
 * figures of {@link CodeStructure}: {@code mvn test -Dtest=ArchitectureTest}.
 */
@AnalyzeClasses(packages = "io.sluice", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.sluice.";
    private static final String[] INFERENCE = {"ai.djl..", "ai.onnxruntime.."};
    private static final String[] KAFKA_STREAMS = {"org.apache.kafka.streams.."};
    private static final String[] KAFKA = {"org.apache.kafka..", "kafka.."};
    private static final String[] JACKSON = {"com.fasterxml.jackson.."};
    private static final String[] HTTP = {"io.javalin..", "org.eclipse.jetty..", "jakarta.servlet.."};
    private static final String[] MICROMETER = {"io.micrometer.."};
    private static final String[] PICOCLI = {"picocli.."};

    private static final String[] PURE = {"event", "feature", "model", "state", "score"};
    private static final String[] SERVING = {
        "event",
        "feature",
        "model",
        "state",
        "score",
        "torch",
        "onnx",
        "runtime",
        "schema",
        "format",
        "config",
        "engine",
        "live",
        "stream",
        "http",
        "recording",
        "permission",
        "broker"
    };

    @ArchTest
    static final ArchRule event = uses("event");

    @ArchTest
    static final ArchRule feature = uses("feature", "event");

    @ArchTest
    static final ArchRule model = uses("model", "event");

    @ArchTest
    static final ArchRule state = uses("state", "model");

    @ArchTest
    static final ArchRule score = uses("score", "event", "model");

    @ArchTest
    static final ArchRule torch = uses("torch", "model", "feature");

    @ArchTest
    static final ArchRule onnx = uses("onnx", "model");

    @ArchTest
    static final ArchRule runtime = uses("runtime", "torch", "onnx", "model", "feature");

    @ArchTest
    static final ArchRule schema = uses("schema", "event");

    @ArchTest
    static final ArchRule format = uses("format", "event", "model", "schema");

    @ArchTest
    static final ArchRule config = uses("config", "engine", "format", "schema", "state", "score");

    @ArchTest
    static final ArchRule engine = uses("engine", "event", "feature", "model", "state", "score", "format");

    @ArchTest
    static final ArchRule live = uses("live", "event", "model", "state", "score", "format", "engine");

    @ArchTest
    static final ArchRule stream = uses(
            "stream",
            "event",
            "feature",
            "model",
            "state",
            "score",
            "schema",
            "format",
            "config",
            "engine",
            "live",
            "permission");

    @ArchTest
    static final ArchRule http = uses("http", "event", "model", "state", "score", "format", "engine", "live", "stream");

    @ArchTest
    static final ArchRule recording = uses("recording", "event");

    @ArchTest
    static final ArchRule broker = uses("broker", "permission");

    @ArchTest
    static final ArchRule permission = uses("permission");

    @ArchTest
    static final ArchRule simulation = uses("offline.simulation", "event");

    @ArchTest
    static final ArchRule dataset = uses("offline.dataset", "event", "recording");

    @ArchTest
    static final ArchRule chart = uses("offline.chart");

    @ArchTest
    static final ArchRule proxy = uses("offline.torture.proxy");

    @ArchTest
    static final ArchRule whatServesNeverUsesOfflineWork = noClasses()
            .that()
            .resideInAnyPackage(packages(SERVING))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "offline..");

    @ArchTest
    static final ArchRule trainingNeverUsesEvaluation = noClasses()
            .that()
            .resideInAPackage(ROOT + "offline.training..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "offline.evaluation..");

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
            .resideOutsideOfPackages("io.sluice.cli..", "io.sluice.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(HTTP, "io.sluice.http.."));

    @ArchTest
    static final ArchRule pureCodeKnowsNoLibraryOfTheEdges = noClasses()
            .that()
            .resideInAnyPackage(with(
                    packages(PURE), packages("recording", "offline.simulation", "offline.dataset", "offline.chart")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(with(with(INFERENCE, KAFKA), MICROMETER), HTTP));

    @ArchTest
    static final ArchRule theEngineKnowsKafkasRecordsButNotKafkaStreams = noClasses()
            .that()
            .resideInAnyPackage(packages("engine", "format"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(with(with(INFERENCE, KAFKA_STREAMS), MICROMETER), HTTP));

    @ArchTest
    static final ArchRule featuresAndStatesKnowNoJson = noClasses()
            .that()
            .resideInAnyPackage(packages("feature", "state", "torch", "onnx"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(JACKSON);

    /** DJL frees the array that it makes of the number, although a gradient may still read it. */
    @ArchTest
    static final ArchRule trainingMultipliesAndDividesByArrays = noClasses()
            .that()
            .resideInAPackage(ROOT + "offline.training..")
            .should()
            .callMethod(NDArray.class, "mul", Number.class)
            .orShould()
            .callMethod(NDArray.class, "div", Number.class);

    @ArchTest
    static final ArchRule onlyEnginesAndOfflineWorkUseTheirLibraries = classes()
            .that()
            .resideInAPackage("io.sluice..")
            .and(resideInAnyPackage(packages("torch", "onnx", "offline")).negate())
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(INFERENCE).negate());

    @ArchTest
    static final ArchRule onlyTheWriterOfOnnxUsesItsFormat = noClasses()
            .that()
            .resideInAPackage("io.sluice..")
            .and()
            .resideOutsideOfPackage(ROOT + "offline.training.onnx")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnx.proto..");

    @ArchTest
    static final ArchRule onlyStreamBrokerAndWhatRunsThemUseKafka = classes()
            .that()
            .resideInAPackage("io.sluice..")
            .and(resideInAnyPackage(packages(
                            "format",
                            "config",
                            "engine",
                            "live",
                            "stream",
                            "http",
                            "permission",
                            "broker",
                            "cli",
                            "offline"))
                    .negate())
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(KAFKA).negate());

    @ArchTest
    static final ArchRule internalTypesStayInTheirArea =
            classes().that().areAnnotatedWith(Internal.class).should(haveDependentsInTheirOwnAreaAlone());

    @ArchTest
    static void thereAreNoCyclesAndNoUpwardArrows(JavaClasses sluice) {
        CodeStructure structure = CodeStructure.of(sluice);
        System.out.print(structure.table());
        assertThat(structure.packageCycles()).as("packages in a cycle").isEmpty();
        assertThat(structure.classCycles())
                .as("classes of one package in a cycle")
                .isEmpty();
    }

    private static ArchCondition<JavaClass> haveDependentsInTheirOwnAreaAlone() {
        return new ArchCondition<>("have dependents in their own area alone") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency use : type.getDirectDependenciesToSelf()) {
                    String user = use.getOriginClass().getPackageName();
                    if (!area(user).equals(area(type.getPackageName()))) {
                        events.add(SimpleConditionEvent.violated(type, use.getDescription()));
                    }
                }
            }
        };
    }

    /** The parts of Sluice within which internal types may be used. */
    private static String area(String packageName) {
        String name = packageName.substring("io.sluice".length());
        if (name.startsWith(".offline.training")
                || name.startsWith(".offline.evaluation")
                || name.startsWith(".offline.imports")
                || name.startsWith(".offline.torture")) {
            return "offline";
        }
        if (name.startsWith(".cli")) {
            return "cli";
        }
        if (name.startsWith(".score")) {
            return "score";
        }
        return List.of(".format", ".config", ".engine", ".stream", ".stream.start", ".stream.log", ".stream.store")
                        .contains(name)
                ? "serving"
                : name;
    }

    /** Of Sluice's packages, {@code name} uses itself and {@code others} alone. */
    private static ArchRule uses(String name, String... others) {
        String[] allowed = packages(with(others, name));
        return classes()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .onlyDependOnClassesThat(resideInAPackage("io.sluice..")
                        .negate()
                        .or(resideInAnyPackage(allowed))
                        .or(DescribedPredicate.describe("Internal", type -> type.isEquivalentTo(Internal.class))));
    }

    private static String[] packages(String... names) {
        return Arrays.stream(names).map(name -> ROOT + name + "..").toArray(String[]::new);
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }
}
