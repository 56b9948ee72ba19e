package io.sluice.offline.evaluation.report;

import io.sluice.offline.chart.Picture;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds a report as one HTML page that needs no other file: tables, definitions and pictures. It follows the colour
 * scheme of the browser, and its policy forbids requests and scripts.
 */
final class HtmlReport {
    private static final String META = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            """;

    private static final String STYLE = """
            <style>
            :root { color-scheme: light dark; --page: #f6f7f9; --card: #ffffff; --ink: #1f2328; --soft: #57606a;
              --rule: #d8dee4; --own: #eaf3fb; --grid: #dddddd; --line: #444444;
              --blue: #0072b2; --green: #009e73; }
            @media (prefers-color-scheme: dark) {
              :root { --page: #15181c; --card: #1d2126; --ink: #e6e8eb; --soft: #9aa4af; --rule: #363c44;
                --own: #1f3145; --grid: #363c44; --line: #c3c9d0;
                --blue: #58b0e8; --green: #35c79b; }
            }
            body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
            main { max-width: 1200px; margin: 0 auto; padding: 24px 16px 64px; }
            h1 { font-size: 1.6rem; margin: 0 0 8px; overflow-wrap: anywhere; }
            h2 { font-size: 1.15rem; margin: 32px 0 8px; }
            p { margin: 4px 0; color: var(--soft); overflow-wrap: anywhere; }
            .card { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; overflow-x: auto; }
            .picture { padding: 8px; margin-bottom: 16px; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { padding: 6px 12px; text-align: right; white-space: nowrap; border-top: 1px solid var(--rule); }
            tr:first-child > * { border-top: 0; }
            th:first-child, td:first-child { text-align: left; }
            thead th { color: var(--soft); font-weight: 600; }
            table.list th, table.list td { text-align: left; }
            td.long { white-space: normal; min-width: 18em; overflow-wrap: anywhere; }
            .verdict { padding: 12px 16px; margin: 12px 0; border-left: 6px solid var(--blue); }
            .verdict p { color: var(--ink); font-size: 1.15rem; }
            .warning { border-left-color: #d55e00; }
            .warning p { font-size: 1rem; }
            nav { margin: 12px 0; }
            nav a { color: var(--blue); margin-right: 16px; white-space: nowrap; }
            td.own { background: var(--own); font-weight: 600; }
            dl { padding: 4px 16px; margin: 0; }
            dt { font-weight: 600; margin-top: 8px; }
            dd { margin: 0 0 8px; color: var(--soft); }
            svg { display: block; width: 100%; min-width: 620px; max-width: 1000px; height: auto; margin: 0 auto; }
            svg rect[fill="white"] { fill: var(--card); }
            svg text { fill: var(--ink); }
            svg text[fill="#444444"] { fill: var(--soft); }
            svg line[stroke="#dddddd"] { stroke: var(--grid); }
            svg [stroke="#444444"] { stroke: var(--line); }
            svg [stroke="#0072b2"] { stroke: var(--blue); }
            svg [stroke="#009e73"] { stroke: var(--green); }
            svg [fill="#0072b2"] { fill: var(--blue); }
            </style>
            """;

    /** The length of a text that may be broken into lines. A number, a time or a duration is shorter. */
    private static final int LONG = 40;

    private final StringBuilder head = new StringBuilder();
    private final StringBuilder html = new StringBuilder();
    private final List<String> headings = new ArrayList<>();

    /**
     * Begins a page.
     *
     * @param verdict the sentences that come first
     * @param warnings the sentences after them
     * @param lines the lines after these
     */
    HtmlReport(String title, List<String> verdict, List<String> warnings, List<String> lines) {
        head.append(META).append("<title>").append(escaped(title)).append("</title>\n");
        head.append(STYLE).append("</head>\n<body>\n<main>\n");
        head.append("<h1>").append(escaped(title)).append("</h1>\n");
        if (!verdict.isEmpty()) {
            head.append("<div class=\"card verdict\">\n");
            verdict.forEach(this::paragraph);
            head.append("</div>\n");
        }
        if (!warnings.isEmpty()) {
            head.append("<div class=\"card verdict warning\">\n");
            warnings.forEach(this::paragraph);
            head.append("</div>\n");
        }
        lines.forEach(this::paragraph);
    }

    private void paragraph(String text) {
        head.append("<p>").append(escaped(text)).append("</p>\n");
    }

    /** Adds a table of numbers; its first row is the header, and its second column is about the model. */
    HtmlReport table(String heading, List<List<String>> rows) {
        heading(heading);
        table("<table>", "td class=\"own\"", rows);
        return this;
    }

    /** Adds a list: a table of texts, and the line about the entries that it leaves out; empty for none. */
    HtmlReport listing(String heading, List<List<String>> rows, String rest) {
        heading(heading);
        if (!rows.isEmpty()) {
            table("<table class=\"list\">", "td", rows);
        }
        if (!rest.isEmpty()) {
            html.append("<p>").append(escaped(rest)).append("</p>\n");
        }
        return this;
    }

    /** @param second the opening tag of the cells in the second column, without its brackets */
    private void table(String open, String second, List<List<String>> rows) {
        html.append("<div class=\"card\">").append(open).append("<thead>");
        row("th", "th", rows.get(0));
        html.append("</thead><tbody>\n");
        rows.stream().skip(1).forEach(row -> row("td", second, row));
        html.append("</tbody></table></div>\n");
    }

    private void row(String cell, String second, List<String> values) {
        html.append("<tr>");
        for (int column = 0; column < values.size(); column++) {
            String value = values.get(column);
            String opening = column == 1 ? second : cell;
            html.append('<').append(opening.equals("td") && value.length() > LONG ? "td class=\"long\"" : opening);
            html.append('>').append(escaped(value)).append("</").append(cell).append('>');
        }
        html.append("</tr>\n");
    }

    /** Adds a table of metrics by part of the data; nothing if there are no parts. */
    HtmlReport parts(String heading, String first, Map<String, Map<String, Double>> parts) {
        if (parts.isEmpty()) {
            return this;
        }
        Set<String> metrics = new LinkedHashSet<>();
        parts.values().forEach(part -> metrics.addAll(part.keySet()));
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of(first));
        header.addAll(metrics);
        rows.add(header);
        parts.forEach((name, values) -> {
            List<String> row = new ArrayList<>(List.of(name));
            metrics.forEach(
                    metric -> row.add(values.containsKey(metric) ? ReportTable.cell(metric, values.get(metric)) : ""));
            rows.add(row);
        });
        return table(heading, rows);
    }

    /** Adds the definitions of metrics and baselines. */
    HtmlReport definitions(Map<String, String> definitions) {
        heading("Definitions");
        html.append("<div class=\"card\"><dl>\n");
        definitions.forEach((name, text) -> html.append("<dt>")
                .append(escaped(name))
                .append("</dt><dd>")
                .append(escaped(text))
                .append("</dd>\n"));
        html.append("</dl></div>\n");
        return this;
    }

    /** Adds the pictures; nothing if there are none. */
    HtmlReport pictures(String heading, Map<String, Picture> pictures) {
        if (!pictures.isEmpty()) {
            heading(heading);
        }
        pictures.values().forEach(picture -> html.append("<div class=\"card picture\">\n")
                .append(new String(picture.svg(), StandardCharsets.UTF_8))
                .append("</div>\n"));
        return this;
    }

    private void heading(String text) {
        headings.add(text);
        html.append("<h2 id=\"s")
                .append(headings.size())
                .append("\">")
                .append(escaped(text))
                .append("</h2>\n");
    }

    /** Returns the whole page, with links to its sections. */
    String page() {
        StringBuilder links = new StringBuilder("<nav>\n");
        for (int section = 1; section <= headings.size(); section++) {
            links.append("<a href=\"#s").append(section).append("\">");
            links.append(escaped(headings.get(section - 1))).append("</a>\n");
        }
        return head + links.append("</nav>\n").toString() + html + "</main>\n</body>\n</html>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
