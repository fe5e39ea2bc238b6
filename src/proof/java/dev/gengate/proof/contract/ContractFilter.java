package dev.gengate.proof.contract;

import dev.gengate.proof.contract.ApiContract.Answer;
import dev.gengate.proof.gateway.SuiteOutput;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds every answer that a test gets against the OpenAPI document; one that is not as documented fails the test. */
public final class ContractFilter implements Filter {
    private static final ApiContract CONTRACT = ApiContract.read();
    private static final String FILES = ".validated";
    /** A byte for each answer: every gateway of a suite loads this class anew, and the last one would overwrite a number. */
    private static final Path VALIDATED = SuiteOutput.file(FILES);

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        URI uri = URI.create(request.getURI());
        hold(new Answer(
                request.getMethod(),
                uri.getRawPath(),
                response.statusCode(),
                mediaType(response.contentType()),
                headers(response),
                response.body().asString()));
        return response;
    }

    /** An answer that came by the JDK's client. */
    public static void hold(HttpResponse<String> response) {
        Map<String, String> headers = response.headers().map().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, header -> header.getValue().get(0)));
        hold(new Answer(
                response.request().method(),
                response.uri().getRawPath(),
                response.statusCode(),
                mediaType(headers.get("content-type")),
                headers,
                response.body()));
    }

    /** Fails on an answer that is not as documented, and counts those that are. */
    public static void hold(Answer answer) {
        List<String> violations = CONTRACT.violations(answer);
        if (!violations.isEmpty()) {
            throw new AssertionError(answer.method() + " " + answer.path() + " → " + answer.status()
                    + " is not as documented: " + violations);
        }
        SuiteOutput.keep(VALIDATED, "");
    }

    /** Without parameters; empty for none. */
    public static String mediaType(String contentType) {
        return contentType == null ? "" : contentType.split(";")[0].strip();
    }

    private static Map<String, String> headers(Response response) {
        return response.headers().asList().stream()
                .collect(Collectors.toMap(Header::getName, Header::getValue, (first, second) -> first));
    }

    /** How many answers were held against the document, in all JVMs of the build. */
    public static long validated() {
        try (Stream<Path> files = Files.list(SuiteOutput.FOLDER)) {
            return files.filter(file -> file.toString().endsWith(FILES))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
