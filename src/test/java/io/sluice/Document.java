package io.sluice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Markdown file of the repository: its links, its anchors, and the Sluice commands in its code blocks. */
record Document(Path path, List<String> prose, List<String> code) {
    private static final Pattern FENCE = Pattern.compile(" {0,3}```.*");

    /** Opens a block of what a program prints. */
    private static final String OUTPUT = "```text";

    private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINK =
            Pattern.compile("]\\(([^)\\s]+)\\)|\\b(?:href|src|srcset)=\"([^\"]+)\"|^\\[[^]]+]:\\s*(\\S+)");
    private static final Pattern ELSEWHERE = Pattern.compile("(https?|mailto):.*");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?)[ #]*");
    private static final Pattern LINK_TEXT = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");
    private static final Pattern NAMED_ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");
    private static final Pattern COMMAND = Pattern.compile("(?:\\./)?sluice (.*)");
    private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
    private static final Pattern END_OF_COMMAND = Pattern.compile("[|;&]+|\\d?>+.*|#.*");

    Document {
        prose = List.copyOf(prose);
        code = List.copyOf(code);
    }

    /** Returns the documents at the root, those in {@code docs}, and the model cards. */
    static List<Document> all() throws IOException {
        List<Document> documents = new ArrayList<>();
        for (String name : List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")) {
            documents.add(read(Path.of(name)));
        }
        for (String folder : List.of("docs", "models")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .sorted()
                        .forEach(file -> documents.add(read(file)));
            }
        }
        return documents;
    }

    private static Document read(Path path) {
        List<String> prose = new ArrayList<>();
        List<String> code = new ArrayList<>();
        List<String> fenced = null;
        for (String line : lines(path)) {
            if (FENCE.matcher(line).matches()) {
                fenced = fenced != null ? null : line.strip().equals(OUTPUT) ? new ArrayList<>() : code;
            } else if (fenced != null) {
                fenced.add(line);
            } else {
                (line.startsWith("    ") ? code : prose).add(line);
            }
        }
        return new Document(path, prose, code);
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the links to files of this repository and to anchors, as they are written. */
    List<String> links() {
        return prose.stream()
                .map(line -> INLINE_CODE.matcher(line).replaceAll("`"))
                .flatMap(line -> LINK.matcher(line).results())
                .map(Document::target)
                .filter(target -> !ELSEWHERE.matcher(target).matches())
                .toList();
    }

    private static String target(MatchResult link) {
        return Stream.of(1, 2, 3)
                .map(link::group)
                .filter(group -> group != null)
                .findFirst()
                .orElseThrow();
    }

    /** Returns whether a link's file exists within the repository, and has the anchor that the link names. */
    boolean resolves(String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? path : path.resolveSibling(file).normalize();
        if (target.startsWith("..") || !Files.exists(target)) {
            return false;
        }
        return hash < 0 || read(target).anchors().contains(link.substring(hash + 1));
    }

    /** Returns the anchors that GitHub gives to the headings, and the ones that the text names. */
    private Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> uses = new HashMap<>();
        for (String line : prose) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = anchor(heading.group(1));
                int before = uses.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
            NAMED_ANCHOR.matcher(line).results().forEach(named -> anchors.add(named.group(1)));
        }
        return anchors;
    }

    private static String anchor(String heading) {
        return LINK_TEXT
                .matcher(heading)
                .replaceAll("$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** Returns the arguments of each Sluice command in a code block; a backslash continues a line. */
    List<List<String>> commands() {
        List<List<String>> commands = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String part : code) {
            line.append(part.strip());
            if (line.toString().endsWith("\\")) {
                line.setCharAt(line.length() - 1, ' ');
            } else {
                Matcher command = COMMAND.matcher(line);
                if (command.matches()) {
                    commands.add(arguments(command.group(1)));
                }
                line.setLength(0);
            }
        }
        return commands;
    }

    private static List<String> arguments(String command) {
        List<String> arguments = new ArrayList<>();
        for (MatchResult found : ARGUMENT.matcher(command).results().toList()) {
            if (END_OF_COMMAND.matcher(found.group()).matches()) {
                break;
            }
            arguments.add(target(found));
        }
        return arguments;
    }
}
