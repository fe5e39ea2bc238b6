package dev.gengate.proof.manifests;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a migration may not do, because the release before runs on the same schema until the rollout ends. Where it may
 * after all, the line before the statement says why: {@code -- suits the release before: …}.
 */
public enum MigrationRule {
    DROPS("\\bdrop\\s+(?!not\\s+null|default)", "drops what the release before may use"),
    RENAMES("\\brename\\b", "renames what the release before uses"),
    CHANGES_A_TYPE("\\balter\\s+(column\\s+)?\\S+\\s+(set\\s+data\\s+)?type\\b", "changes a type, rewriting the table"),
    DEMANDS_A_VALUE("\\bset\\s+not\\s+null\\b", "demands a value that the release before may not write"),
    ADDS_WITHOUT_DEFAULT(
            "\\balter\\s+table\\b.*\\badd\\s+(column\\s+)?(?!constraint\\b)(?:(?!\\bdefault\\b|\\badd\\b).)*\\bnot\\s+null\\b"
                    + "(?!(?:(?!\\badd\\b).)*\\bdefault\\b)",
            "adds a column that the release before does not fill"),
    CONSTRAINS(
            "\\badd\\s+(constraint\\s+\\S+\\s+)?(check|unique|foreign|exclude|primary)\\b",
            "forbids what is written now"),
    LOCKS("\\bcreate\\s+(unique\\s+)?index\\s+(?!concurrently\\b)", "builds an index without concurrently");

    private static final Pattern ACCEPTED = Pattern.compile("(?m)^\\s*-- suits the release before: \\S.*");
    private static final Pattern COMMENT = Pattern.compile("(?m)--.*$");
    private static final Pattern NEW_TABLE = Pattern.compile("create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?(\\w+)");

    private final Pattern pattern;
    private final String sentence;

    MigrationRule(String pattern, String sentence) {
        this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
        this.sentence = sentence;
    }

    /** One sentence for each statement that breaks a rule. */
    public static Stream<String> violations(String migration) {
        String text = migration.toLowerCase(Locale.ROOT);
        List<String> created =
                NEW_TABLE.matcher(text).results().map(table -> table.group(1)).toList();
        return Stream.of(text.split(";"))
                .filter(statement -> !ACCEPTED.matcher(statement).find())
                .map(statement -> COMMENT.matcher(statement).replaceAll("").strip())
                .filter(statement -> created.stream().noneMatch(table -> isAbout(statement, table)))
                .flatMap(MigrationRule::ofStatement);
    }

    private static Stream<String> ofStatement(String statement) {
        return Stream.of(values())
                .filter(rule -> rule.pattern.matcher(statement).find())
                .map(rule -> rule.sentence + ": " + statement);
    }

    /** A table that this very migration makes is nobody else's yet. */
    private static boolean isAbout(String statement, String table) {
        return statement.matches("(?s)(create\\s+(unique\\s+)?index\\b.*\\bon|alter\\s+table)\\s+" + table + "\\b.*");
    }
}
