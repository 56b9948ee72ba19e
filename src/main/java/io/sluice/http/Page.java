package io.sluice.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * Serves the files of the page. They hold no data, so everyone gets them where the API can be used at all. They are
 * there too while the pipeline starts, and after it has stopped.
 */
final class Page {
    /** The page loads nothing from elsewhere, and runs no script that is not a file of its own. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final PageFiles files = PageFiles.read();
    private final Access access;

    Page(Access access) {
        this.access = access;
    }

    void route(JavalinConfig config) {
        config.routes.get("/", context -> serve(context, PageFiles.INDEX));
        config.routes.get("/page/{name}", context -> serve(context, context.pathParam("name")));
    }

    private void serve(Context context, String name) {
        access.requireOpen();
        PageFile file = files.file(name);
        if (file == null) {
            throw new ApiError(404, "the page has no such file");
        }
        context.header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cache-Control", "no-cache")
                .header("ETag", file.tag());
        if (isKnown(file, context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.contentType(file.contentType()).result(file.bytes());
        }
    }

    private static boolean isKnown(PageFile file, @Nullable String tags) {
        return tags != null && tags.contains(file.tag());
    }
}
