package dev.gengate.usage;

import dev.gengate.generation.figures.UsageQuery.Dimension;
import dev.gengate.generation.figures.UsageStore.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A report as CSV (RFC 4180), with a line of names. */
final class UsageCsv {
    private UsageCsv() {}

    static String of(UsageReport.Answer report) {
        List<String> names =
                report.query().by().stream().map(Dimension::name).collect(Collectors.toCollection(ArrayList::new));
        names.add("generations");
        names.add("credits");
        StringBuilder csv = new StringBuilder(String.join(",", names)).append("\r\n");
        report.groups().forEach(group -> csv.append(line(group)).append("\r\n"));
        return csv.toString();
    }

    private static String line(Group group) {
        String own = group.values().stream().map(UsageCsv::cell).collect(Collectors.joining(","));
        return own + "," + group.generations() + "," + group.credits().toPlainString();
    }

    /** A text that a spreadsheet would run as a formula gets an apostrophe first. */
    private static String cell(String value) {
        if (value == null) {
            return "";
        }
        boolean formula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
        String text = formula ? "'" + value : value;
        return text.matches("(?s).*[\",\r\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
