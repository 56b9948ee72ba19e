package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Checks which dependencies a program gets that uses Sluice as a library. It gets all that the serving packages use,
 * and no dependency that only the command line, the HTTP endpoint, the embedded broker, recordings or offline work use.
 */
final class OptionalDependenciesTest {
    private static final List<String> OUTSIDE_THE_LIBRARY =
            List.of("/cli/", "/http/", "/broker/", "/recording/", "/offline/");
    private static final Pattern JAR = Pattern.compile("([^/]+\\.jar)!");

    private static List<Pom.Dependency> dependencies;

    @BeforeAll
    static void readPom() throws Exception {
        dependencies = Pom.read().dependencies();
    }

    @Test
    void exactlyTheLibrariesThatServingDoesNotUseAreOptional() {
        Set<String> used = jarsUsedByServing();
        assertThat(used).as("the jars that ArchUnit found").anyMatch(jar -> jar.startsWith("kafka-streams-"));
        for (Pom.Dependency dependency : dependencies) {
            if (dependency.scope().equals("compile")) {
                assertThat(dependency.optional())
                        .as(dependency.artifact() + " is optional")
                        .isEqualTo(used.stream().noneMatch(dependency::isJar));
            }
        }
    }

    @Test
    void pytorchIsInheritedAndTheLoggingBackendAndTheChartsAreNot() {
        assertThat(dependencies)
                .filteredOn(dependency -> dependency.scope().equals("runtime"))
                .extracting(Pom.Dependency::artifact, Pom.Dependency::optional)
                .containsExactlyInAnyOrder(
                        tuple("pytorch-jni", false),
                        tuple("pytorch-native-cpu", false),
                        tuple("uplot", true),
                        tuple("log4j-slf4j2-impl", true));
    }

    private static Set<String> jarsUsedByServing() {
        JavaClasses serving = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(OptionalDependenciesTest::isServing)
                .importPackages("io.sluice");
        return serving.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .flatMap(OptionalDependenciesTest::jar)
                .collect(Collectors.toSet());
    }

    private static boolean isServing(Location location) {
        String classes = location.asURI().toString();
        String inside = classes.substring(classes.lastIndexOf("/io/sluice/"));
        return OUTSIDE_THE_LIBRARY.stream().noneMatch(inside::contains);
    }

    private static Stream<String> jar(JavaClass type) {
        return type.getBaseComponentType().getSource().stream().flatMap(source -> {
            Matcher jar = JAR.matcher(source.getUri().toString());
            return jar.find() ? Stream.of(jar.group(1)) : Stream.empty();
        });
    }
}
