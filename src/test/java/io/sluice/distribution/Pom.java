package io.sluice.distribution;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The dependencies in {@code pom.xml} that are part of the distribution, without those of profiles. */
record Pom(List<Dependency> dependencies) {
    /**
     * A dependency of Sluice.
     *
     * @param artifact the artifact id, with its properties replaced
     * @param scope Maven's scope, compile or runtime
     */
    record Dependency(String artifact, String scope, boolean optional) {
        /** Returns true if this is the file name of the artifact's jar. */
        boolean isJar(String fileName) {
            return fileName.startsWith(artifact + "-") && Character.isDigit(fileName.charAt(artifact.length() + 1));
        }
    }

    static Pom read() throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
        List<Dependency> dependencies = new ArrayList<>();
        for (Element dependency : children(child(document.getDocumentElement(), "dependencies"))) {
            String scope = text(dependency, "scope", "compile");
            if (!scope.equals("test")) {
                String artifact = resolve(text(dependency, "artifactId", ""), document.getDocumentElement());
                dependencies.add(new Dependency(
                        artifact, scope, text(dependency, "optional", "false").equals("true")));
            }
        }
        return new Pom(dependencies);
    }

    private static String resolve(String value, Element project) {
        return value.startsWith("${")
                ? text(child(project, "properties"), value.substring(2, value.length() - 1), value)
                : value;
    }

    private static Element child(Element parent, String name) {
        return find(parent, name).orElseThrow(() -> new AssertionError("pom.xml has no " + name));
    }

    private static String text(Element parent, String name, String missing) {
        return find(parent, name).map(Node::getTextContent).orElse(missing);
    }

    private static Optional<Element> find(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(name))
                .findFirst();
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
