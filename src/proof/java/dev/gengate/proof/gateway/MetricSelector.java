package dev.gengate.proof.gateway;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A metric in an expression of Prometheus, with the labels that it is selected by: {@code name{label="value"}}. */
public record MetricSelector(String metric, List<Matcher> matchers) {
    private static final String STRING = "\"(?:\\\\.|[^\"\\\\])*\"";
    private static final Pattern SELECTOR =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*\\{((?:[^}\"]|" + STRING + ")*)}");
    private static final Pattern MATCHER =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*(" + STRING + ")");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
    private static final Pattern NAME = Pattern.compile("(?<![\\w.])[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\(|[\\w:])");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset");

    /** One condition on a label. */
    public record Matcher(String label, String operator, String value) {
        boolean accepts(Map<String, String> labels) {
            var actual = labels.getOrDefault(label, "");
            return switch (operator) {
                case "=" -> actual.equals(value);
                case "!=" -> !actual.equals(value);
                case "=~" -> actual.matches(value);
                default -> !actual.matches(value);
            };
        }
    }

    /** Every selector of an expression, those without labels too. */
    public static Stream<MetricSelector> of(String expression) {
        var selected = SELECTOR.matcher(expression)
                .results()
                .map(match -> new MetricSelector(match.group(1), matchers(match.group(2))))
                .toList();
        var rest = SELECTOR.matcher(expression).replaceAll("").replaceAll(STRING, "");
        var simplified = RANGE.matcher(GROUPING.matcher(rest).replaceAll("")).replaceAll("");
        var bare = NAME.matcher(simplified)
                .results()
                .map(match -> match.group())
                .filter(name -> !KEYWORDS.contains(name))
                .map(name -> new MetricSelector(name, List.of()));
        return Stream.concat(selected.stream(), bare);
    }

    private static List<Matcher> matchers(String text) {
        return MATCHER.matcher(text)
                .results()
                .map(match -> new Matcher(match.group(1), match.group(2), unquoted(match.group(3))))
                .toList();
    }

    private static String unquoted(String string) {
        return string.substring(1, string.length() - 1).replace("\\\\", "\\");
    }
}
