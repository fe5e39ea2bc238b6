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
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Holds every answer that a test gets against the OpenAPI document; one that is not as documented fails the test. */
public final class ContractFilter implements Filter {
    private static final ApiContract CONTRACT = ApiContract.read();
    private static final AtomicLong VALIDATED = new AtomicLong();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ContractFilter::writeCount));
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        URI uri = URI.create(request.getURI());
        Answer answer = new Answer(
                request.getMethod(),
                uri.getRawPath(),
                response.statusCode(),
                mediaType(response.contentType()),
                headers(response),
                response.body().asString());
        List<String> violations = CONTRACT.violations(answer);
        if (!violations.isEmpty()) {
            throw new AssertionError(answer.method() + " " + answer.path() + " → " + answer.status()
                    + " is not as documented: " + violations);
        }
        VALIDATED.incrementAndGet();
        return response;
    }

    private static String mediaType(String contentType) {
        return contentType == null ? "" : contentType.split(";")[0].strip();
    }

    private static Map<String, String> headers(Response response) {
        return response.headers().asList().stream()
                .collect(Collectors.toMap(Header::getName, Header::getValue, (first, second) -> first));
    }

    /** For the figure at the end of the build: one file a JVM. */
    private static void writeCount() {
        try {
            Files.writeString(SuiteOutput.file(".validated"), VALIDATED + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
