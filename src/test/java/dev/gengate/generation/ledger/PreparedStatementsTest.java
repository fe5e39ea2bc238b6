package dev.gengate.generation.ledger;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.ledger.Sql;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every statement can be prepared without the types of its parameters, as the client does the first time. It keeps only
 * what went well then: a statement that needs their types is refused, parsed again and planned again at every execution.
 */
class PreparedStatementsTest {
    /** A line, and the part of a statement that begins below it. */
    private static final Pattern PART = Pattern.compile("(?m)^(.*)\\R\\s*(\\w+)(?:\\([\\w, ]+\\))? as \\($");

    private static final Path CLASSES = Path.of("target/classes");
    private static final Pattern STATEMENT =
            Pattern.compile("\\s*(?:with|select|insert|update|delete)\\s.*\\$1\\b.*", Pattern.DOTALL);

    @TestFactory
    Stream<DynamicTest> everyStatementIsPreparedAsItIs() throws SQLException, IOException {
        TestLedger ledger = new TestLedger(1);
        List<Field> statements = statements();
        assertTrue(statements.size() > 20, statements::toString);
        return statements.stream()
                .map(field -> DynamicTest.dynamicTest(name(field), () -> {
                    try (Connection connection = ledger.connect()) {
                        String prepare = "prepare statement as " + field.get(null);
                        assertDoesNotThrow(() -> Sql.execute(connection, prepare));
                    }
                }));
    }

    /** What a reader needs in the longest ones. */
    @Test
    void eachPartOfTheStatementsOfTheQueueSaysWhatItAsks() {
        List<String> silent = Stream.of(
                        SubmissionSql.ACCEPT,
                        SubmissionSql.ACCEPT_AT_ACCOUNTS,
                        QueueSql.CLAIM,
                        QueueSql.PLACE,
                        AccountQueueSql.CLAIM,
                        AccountQueueSql.LOOK,
                        AccountQueueSql.PLACE)
                .flatMap(statement -> PART.matcher(statement).results())
                .filter(part -> !part.group(1).contains("-- "))
                .map(part -> part.group(2))
                .toList();

        assertEquals(List.of(), silent);
    }

    private static String name(Field field) {
        return field.getDeclaringClass().getSimpleName() + "." + field.getName();
    }

    private static List<Field> statements() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES.resolve("dev/gengate"))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(PreparedStatementsTest::type)
                    .flatMap(type -> Stream.of(type.getDeclaredFields()))
                    .filter(field -> field.getType() == String.class && Modifier.isStatic(field.getModifiers()))
                    .filter(PreparedStatementsTest::isStatement)
                    .toList();
        }
    }

    private static Class<?> type(Path file) {
        String path = CLASSES.relativize(file).toString();
        String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isStatement(Field field) {
        field.setAccessible(true);
        try {
            return field.get(null) instanceof String text
                    && STATEMENT.matcher(text).matches();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
