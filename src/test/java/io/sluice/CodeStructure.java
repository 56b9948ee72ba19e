package io.sluice;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The graph of Sluice's packages and files, from the compiled classes: the number of files of each package, cycles, and
 * upward arrows. A nested class counts as its file. Cycles are the strongly connected components (Tarjan 1972,
 * "Depth-first search and linear graph algorithms") with more than one member; an upward arrow is one that lies in a
 * cycle of packages.
 */
final class CodeStructure {
    private static final String ROOT = "io.sluice";

    private final SortedMap<String, SortedSet<String>> filesOfPackages = new TreeMap<>();
    private final SortedMap<String, SortedSet<String>> usesOfFiles = new TreeMap<>();
    private final SortedMap<String, SortedSet<String>> usesOfPackages = new TreeMap<>();

    private CodeStructure() {}

    static CodeStructure of(JavaClasses classes) {
        CodeStructure structure = new CodeStructure();
        for (JavaClass type : classes) {
            if (!type.getSimpleName().equals("package-info")) {
                structure.add(type);
            }
        }
        return structure;
    }

    private void add(JavaClass type) {
        String file = file(type);
        String home = type.getPackageName();
        filesOfPackages.computeIfAbsent(home, unused -> new TreeSet<>()).add(file);
        SortedSet<String> files = usesOfFiles.computeIfAbsent(file, unused -> new TreeSet<>());
        SortedSet<String> packages = usesOfPackages.computeIfAbsent(home, unused -> new TreeSet<>());
        for (Dependency use : type.getDirectDependenciesFromSelf()) {
            JavaClass used = use.getTargetClass().getBaseComponentType();
            if (used.getPackageName().startsWith(ROOT)) {
                if (!file(used).equals(file)) {
                    files.add(file(used));
                }
                if (!used.getPackageName().equals(home)) {
                    packages.add(used.getPackageName());
                }
            }
        }
    }

    private static String file(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer.getName();
    }

    /** The cycles of files whose members are all in one package. */
    List<SortedSet<String>> classCycles() {
        List<SortedSet<String>> cycles = new ArrayList<>();
        for (SortedSet<String> files : filesOfPackages.values()) {
            cycles.addAll(cycles(files, file -> usesOfFiles.getOrDefault(file, new TreeSet<>())));
        }
        return cycles;
    }

    List<SortedSet<String>> packageCycles() {
        return cycles(filesOfPackages.keySet(), name -> usesOfPackages.getOrDefault(name, new TreeSet<>()));
    }

    /** A row for each package, and the cycles in words. */
    String table() {
        StringBuilder table = new StringBuilder("files  in cycles  package -> the packages that it uses\n");
        for (Map.Entry<String, SortedSet<String>> entry : filesOfPackages.entrySet()) {
            int inCycles = cycles(entry.getValue(), file -> usesOfFiles.getOrDefault(file, new TreeSet<>())).stream()
                    .mapToInt(Set::size)
                    .sum();
            table.append("%5d  %9d  %s -> %s%n"
                    .formatted(
                            entry.getValue().size(),
                            inCycles,
                            shortName(entry.getKey()),
                            String.join(
                                    " ",
                                    usesOfPackages.get(entry.getKey()).stream()
                                            .map(CodeStructure::shortName)
                                            .toList())));
        }
        classCycles().forEach(cycle -> table.append("cycle of classes: ")
                .append(shortNames(cycle))
                .append('\n'));
        packageCycles().forEach(cycle -> table.append("cycle of packages: ")
                .append(shortNames(cycle))
                .append('\n'));
        return table.append("%d files, %d packages, %d cycles of classes inside a package, %d cycles of packages%n"
                        .formatted(
                                filesOfPackages.values().stream()
                                        .mapToInt(Set::size)
                                        .sum(),
                                filesOfPackages.size(),
                                classCycles().size(),
                                packageCycles().size()))
                .toString();
    }

    private static String shortNames(Collection<String> names) {
        return String.join(" ", names.stream().map(CodeStructure::shortName).toList());
    }

    private static String shortName(String name) {
        return name.length() <= ROOT.length() ? "(root)" : name.substring(ROOT.length() + 1);
    }

    private static List<SortedSet<String>> cycles(
            Collection<String> nodes, Function<String, ? extends Collection<String>> uses) {
        return new Components(nodes, uses).cycles;
    }

    /** Tarjan's strongly connected components of a part of a graph. */
    private static final class Components {
        private final List<SortedSet<String>> cycles = new ArrayList<>();
        private final Set<String> nodes;
        private final Function<String, ? extends Collection<String>> uses;
        private final Map<String, Integer> indices = new HashMap<>();
        private final Map<String, Integer> lowest = new HashMap<>();
        private final Deque<String> stack = new ArrayDeque<>();
        private final Set<String> onStack = new HashSet<>();

        Components(Collection<String> nodes, Function<String, ? extends Collection<String>> uses) {
            this.nodes = new TreeSet<>(nodes);
            this.uses = uses;
            for (String node : this.nodes) {
                if (!indices.containsKey(node)) {
                    visit(node);
                }
            }
        }

        private void visit(String node) {
            int index = indices.size();
            indices.put(node, index);
            lowest.put(node, index);
            stack.push(node);
            onStack.add(node);
            for (String used : uses.apply(node)) {
                if (!nodes.contains(used)) {
                    continue;
                }
                if (!indices.containsKey(used)) {
                    visit(used);
                    lowest.merge(node, lowest.get(used), Math::min);
                } else if (onStack.contains(used)) {
                    lowest.merge(node, indices.get(used), Math::min);
                }
            }
            if (lowest.get(node) == index) {
                close(node);
            }
        }

        private void close(String node) {
            SortedSet<String> component = new TreeSet<>();
            String member;
            do {
                member = stack.pop();
                onStack.remove(member);
                component.add(member);
            } while (!member.equals(node));
            if (component.size() > 1) {
                cycles.add(Collections.unmodifiableSortedSet(component));
            }
        }
    }
}
