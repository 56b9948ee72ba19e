package io.sluice.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.jspecify.annotations.Nullable;

/** The files of the page, which are read once. So no path of a request reaches the class path. */
final class PageFiles {
    /** The file of the path {@code /}. */
    static final String INDEX = "index.html";

    private static final String FOLDER = "page/";

    /** The chart library. The version is that of pom.xml. */
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/";

    private final Map<String, PageFile> files = new TreeMap<>();

    private PageFiles() {}

    /** Reads the files. */
    static PageFiles read() {
        PageFiles files = new PageFiles();
        try (ResourceFactory.Closeable resources = ResourceFactory.closeable()) {
            for (Resource file : resources.newResource(url(FOLDER)).list()) {
                files.add(file.getFileName(), file.getURI().toURL());
            }
            files.add("uplot.js", url(CHARTS + "dist/uPlot.esm.js"));
            files.add("uplot.css", url(CHARTS + "dist/uPlot.min.css"));
            files.add("uplot-license.txt", url(CHARTS + "LICENSE"));
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the page cannot be read", e);
        }
        return files;
    }

    private static URL url(String resource) {
        return Objects.requireNonNull(PageFiles.class.getResource(resource), resource);
    }

    private void add(String name, URL file) throws IOException {
        try (InputStream content = file.openStream()) {
            files.put(name, new PageFile(name, content.readAllBytes()));
        }
    }

    /** Returns a file; null if there is none of this name. */
    @Nullable
    PageFile file(String name) {
        return files.get(name);
    }
}
