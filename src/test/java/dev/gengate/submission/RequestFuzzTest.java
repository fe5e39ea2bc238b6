package dev.gengate.submission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gengate.generation.CanonicalId;
import dev.gengate.models.ModelsInTests;
import dev.gengate.observability.GenerationTrace;
import dev.gengate.problem.Problem.FieldError;
import dev.gengate.problem.ProblemException;
import dev.gengate.submission.pages.Cursor;
import jakarta.validation.Validation;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/**
 * Whatever a caller sends is a submission or a problem that says so, and a problem quotes no value. jqwik prints its
 * seed; {@code -Dfuzz.cases=N} makes it try longer.
 */
class RequestFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "nobody-may-read-this";
    private static final String VALID = "{\"model\":\"google/imagen4-fast\",\"input\":{\"prompt\":\"" + SECRET
            + "\",\"negative_prompt\":\"" + SECRET + "\",\"aspect_ratio\":\"16:9\",\"num_images\":\"1\",\"seed\":7},"
            + "\"correlationId\":\"" + SECRET + "\",\"metadata\":{\"k\":\"" + SECRET + "\"},\"priority\":\"low\"}";
    private static final List<String> FIELDS =
            List.of("model", "input", "prompt", "seed", "num_images", "correlationId", "metadata", "priority", "a", "");

    private final RequestReader reader = new RequestReader(
            Validation.byDefaultProvider()
                    .configure()
                    .messageInterpolator(new ParameterMessageInterpolator())
                    .buildValidatorFactory()
                    .getValidator(),
            ModelsInTests.inputs("*"));

    @Property
    void anyBytesAreReadOrRefused(@ForAll byte[] body) {
        assertReadOrRefused(body);
    }

    @Property
    void anyJsonIsReadOrRefused(@ForAll("values") String body) {
        assertReadOrRefused(body.getBytes(UTF_8));
        assertReadOrRefused(("{\"input\":" + body + "}").getBytes(UTF_8));
        assertReadOrRefused(("{\"input\":{\"prompt\":\"x\"},\"metadata\":" + body + "}").getBytes(UTF_8));
    }

    @Property
    void spoiltSubmissionsAreReadOrRefused(@ForAll long seed) {
        byte[] body = VALID.getBytes(UTF_8);
        Random random = new Random(seed);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            body[random.nextInt(body.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : '"');
        }
        assertReadOrRefused(body);
    }

    @Property
    void anyHeaderIsReadOrRefused(@ForAll String text) {
        assertReadOrRefused(() -> IdempotencyKey.of(List.of(text)));
        assertNotNull(PreferHeader.of(List.of(text)));
        assertNotNull(Cursor.parse(text));
        assertNotNull(CanonicalId.of(text));
        String trace = GenerationTrace.received(text);
        assertTrue(trace == null || trace.equals(text));
    }

    /** The validator keeps violations in another order each time. */
    @Example
    void manyErrorsAreToldInTheSameOrderEachTime() {
        String unknown = IntStream.range(0, 80)
                .mapToObj(field -> "\"f" + field + "\":1")
                .collect(Collectors.joining(",", "{\"input\":{", "}}"));
        List<FieldError> first = errors(unknown);

        assertEquals(50, first.size());
        for (int again = 0; again < 5; again++) {
            assertEquals(first, errors(unknown));
        }
    }

    private List<FieldError> errors(String body) {
        return assertThrows(ProblemException.class, () -> reader.read(body.getBytes(UTF_8), "ads"))
                .problem("")
                .errors();
    }

    /** JSON of any shape, mostly of the fields that are known. */
    @Provide
    Arbitrary<String> values() {
        return values(4);
    }

    private static Arbitrary<String> values(int depth) {
        Arbitrary<String> scalars = Arbitraries.oneOf(
                Arbitraries.of(
                        "null", "true", "1e999", "-0", "1.5", "9223372036854775808", "\"\\ud800\"", "\"\\u0000\""),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.strings().ofMaxLength(30).map(RequestFuzzTest::quoted));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<String> inner = values(depth - 1);
        Arbitrary<String> field =
                Combinators.combine(Arbitraries.of(FIELDS), inner).as((name, value) -> quoted(name) + ":" + value);
        return Arbitraries.oneOf(
                scalars,
                inner.list().ofMaxSize(3).map(items -> "[" + String.join(",", items) + "]"),
                field.list().ofMaxSize(5).map(fields -> "{" + String.join(",", fields) + "}"));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String asAnswered(ProblemException problem) {
        try {
            return JSON.writeValueAsString(problem.problem("/v1/generations"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertReadOrRefused(byte[] body) {
        assertReadOrRefused(() -> assertNotNull(reader.read(body, "ads")));
    }

    private static void assertReadOrRefused(Runnable reading) {
        try {
            reading.run();
        } catch (ProblemException problem) {
            int status = problem.type().status();
            assertTrue(status == 400 || status == 422, problem::toString);
            assertFalse(asAnswered(problem).contains(SECRET), () -> "quotes a value: " + asAnswered(problem));
        }
    }
}
