package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks the archive for users: its content, its start with only Java, and that its bytes do not depend on the time,
 * the place or the user of the build.
 */
final class DistributionIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The commands that the launcher needs in addition to Java. */
    private static final List<String> COMMANDS = List.of("bash", "dirname", "readlink", "sed");

    @TempDir
    private static Path folder;

    private static Path home;

    @BeforeAll
    static void unpack() throws Exception {
        home = Distribution.unpack(Files.createDirectory(folder.resolve("unpacked")));
    }

    @Test
    void itStartsWithoutMavenAndWritesNothingIntoItsFolder() throws Exception {
        Map<Path, FileTime> before = modified();

        Process demo = launch("demo", "--events", "50", "--rate", "500", "--json", "--http-port", "0");
        List<String> predictions =
                demo.inputReader(StandardCharsets.UTF_8).lines().toList();

        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).as(errors()).isZero();
        assertThat(predictions).hasSize(50).allMatch(line -> line.startsWith("{\"key\":\"pump-"));
        assertThat(modified()).isEqualTo(before);
    }

    private static Map<Path, FileTime> modified() throws IOException {
        Map<Path, FileTime> modified = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                modified.put(file, Files.getLastModifiedTime(file));
            }
        }
        return modified;
    }

    /**
     * Starts the launcher from another folder, without a home folder, and with only the commands it needs on the path.
     */
    private static Process launch(String... arguments) throws IOException {
        Path commands = Files.createDirectory(folder.resolve("commands"));
        for (String command : COMMANDS) {
            Files.createSymbolicLink(commands.resolve(command), installed(command));
        }
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of(home.resolve("sluice").toString()), Stream.of(arguments))
                                .toList())
                .directory(folder.toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        commands.toString(),
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "DJL_CACHE_DIR",
                        folder.resolve("natives").toString()));
        return builder.start();
    }

    private static Path installed(String command) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(path -> Path.of(path, command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static String errors() throws IOException {
        return Files.readString(folder.resolve("stderr"));
    }

    @Test
    void noEntryRevealsTimePlaceOrUserOfTheBuild() throws IOException {
        Instant timestamp = Instant.parse(System.getProperty("sluice.build.timestamp"));
        for (TarArchiveEntry entry : Distribution.entries()) {
            assertThat(entry.getLastModifiedTime()).as(entry.getName()).isEqualTo(FileTime.from(timestamp));
            assertThat(entry.getLongUserId() + entry.getLongGroupId())
                    .as(entry.getName())
                    .isZero();
            assertThat(entry.getUserName() + ":" + entry.getGroupName()).isEqualTo("root:root");
            assertThat(entry.getMode() & 0777)
                    .as(entry.getName())
                    .isEqualTo(entry.isDirectory() || entry.getName().endsWith("/sluice") ? 0755 : 0644);
        }
        try (ZipFile jar =
                ZipFile.builder().setPath(home.resolve("lib/sluice.jar")).get()) {
            for (ZipArchiveEntry entry : Collections.list(jar.getEntries())) {
                assertThat(entry.getLastModifiedTime()).as(entry.getName()).isEqualTo(FileTime.from(timestamp));
                assertThat(entry.getUnixMode() & 0777).as(entry.getName()).isEqualTo(entry.isDirectory() ? 0755 : 0644);
            }
        }
        assertThat(Files.readString(home.resolve("sbom.cdx.json")))
                .doesNotContain("\"timestamp\"", Path.of("").toAbsolutePath().toString());
    }

    @Test
    void theLibrariesAreThoseOfTheBuildsClassPath() throws IOException {
        Set<String> resolved = Arrays.stream(
                        Files.readString(Path.of("target/classpath.txt")).split(File.pathSeparator))
                .map(jar -> Path.of(jar).getFileName().toString())
                .collect(Collectors.toSet());
        try (JarFile jar = new JarFile(home.resolve("lib/sluice.jar").toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue(Attributes.Name.CLASS_PATH).split(" ")).containsAll(resolved);
            assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("io.sluice.cli.Main");
        }
        assertThat(libraries().map(jar -> jar.getFileName().toString())).containsExactlyInAnyOrderElementsOf(resolved);
    }

    @Test
    void itContainsEveryDependencyEvenIfOptional() throws Exception {
        List<String> jars = libraries().map(jar -> jar.getFileName().toString()).toList();
        assertThat(Pom.read().dependencies())
                .allSatisfy(dependency -> assertThat(jars).anyMatch(dependency::isJar));
    }

    private static Stream<Path> libraries() throws IOException {
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            return jars.filter(jar -> !jar.endsWith("sluice.jar")).toList().stream();
        }
    }

    @Test
    void theBillOfMaterialsListsEveryLibraryWithItsChecksum() throws Exception {
        Set<String> listed = components()
                .flatMap(component -> stream(component.required("hashes")))
                .filter(hash -> hash.required("alg").textValue().equals("SHA-256"))
                .map(hash -> hash.required("content").textValue())
                .collect(Collectors.toSet());
        for (Path jar : libraries().toList()) {
            Path original = isOfOnePlatform(jar) ? inRepository(jar) : jar;
            assertThat(listed).as(jar.toString()).contains(sha256(original));
        }
    }

    /** ONNX Runtime has one jar for all platforms. The archive has a part of it. */
    private static boolean isOfOnePlatform(Path jar) {
        return jar.getFileName().toString().startsWith("onnxruntime-");
    }

    private static Path inRepository(Path jar) throws IOException {
        return Arrays.stream(Files.readString(Path.of("target/classpath.txt")).split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().equals(jar.getFileName()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onnxRuntimeHasTheNativesOfOnePlatformAlone() throws IOException {
        Path part =
                libraries().filter(DistributionIT::isOfOnePlatform).findFirst().orElseThrow();
        assertThat(part).satisfies(jar -> assertThat(Files.size(jar)).isLessThan(20_000_000));
        try (JarFile jar = new JarFile(part.toFile());
                JarFile whole = new JarFile(inRepository(part).toFile())) {
            List<String> natives = new ArrayList<>();
            for (JarEntry entry : Collections.list(jar.entries())) {
                assertThat(entry.getCrc())
                        .as(entry.getName())
                        .isEqualTo(whole.getJarEntry(entry.getName()).getCrc());
                if (entry.getName().matches("ai/onnxruntime/native/.*[^/]")) {
                    natives.add(Path.of(entry.getName()).getParent().toString());
                }
            }
            assertThat(natives).hasSize(2);
            assertThat(Set.copyOf(natives)).hasSize(1);
        }
    }

    @Test
    void everyLibraryIsListedWithALicence() throws IOException {
        List<String> lines = Files.readAllLines(home.resolve("licenses/THIRD-PARTY.txt"));
        components().forEach(component -> {
            String name = "(%s:%s:%s "
                    .formatted(
                            component.required("group").textValue(),
                            component.required("name").textValue(),
                            component.required("version").textValue());
            assertThat(lines).as(name).anyMatch(line -> line.contains(name) && line.matches(" +\\([A-Z].*"));
        });
    }

    @Test
    void everyLicenceExceptOurOwnIsIncludedAsText() throws IOException {
        String added = Files.readString(home.resolve("licenses/NOT-IN-JARS.txt"));
        Pattern line = Pattern.compile(" +(\\(.*\\)) .*\\([^:( ]+:([^: ]+):(\\S+) - .*");
        for (String library : Files.readAllLines(home.resolve("licenses/THIRD-PARTY.txt"))) {
            Matcher parts = line.matcher(library);
            if (parts.matches() && !parts.group(1).matches(".*(Apache-2.0|CC0-1.0).*")) {
                Path carried = home.resolve("licenses/" + parts.group(2) + "-" + parts.group(3) + "-jar");
                assertThat(Files.exists(carried) || added.contains(parts.group(2)))
                        .as(library)
                        .isTrue();
            }
        }
    }

    @Test
    void theNoticesThatLicencesRequireAreIncluded() {
        assertThat(home.resolve("LICENSE")).exists();
        assertThat(home.resolve("licenses/NOT-IN-JARS.txt")).content().contains("Adam Paszke");
        assertThat(home.resolve("licenses")).isDirectoryContaining("glob:**/kafka-clients-*");
        assertThat(home.resolve("licenses")).isDirectoryRecursivelyContaining("glob:**/kafka-clients-*/NOTICE");
    }

    private static Stream<JsonNode> components() throws IOException {
        return stream(JSON.readTree(home.resolve("sbom.cdx.json").toFile()).required("components"));
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
