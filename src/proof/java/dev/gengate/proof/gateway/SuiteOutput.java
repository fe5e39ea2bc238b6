package dev.gengate.proof.gateway;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps what gateways log, answer and trace while the tests run, for the scan at the end of the build. */
public final class SuiteOutput implements Filter {
    /** Files ending in {@code .log} hold logs, in {@code .answers} answers, in {@code .spans} spans. */
    public static final Path FOLDER = Path.of("target", "suite").toAbsolutePath();

    public static final Path SPANS = file(".spans");

    private static final Path ANSWERS = file(".answers");

    /** A file of this JVM. */
    public static Path file(String ending) {
        try {
            Files.createDirectories(FOLDER);
            return FOLDER.resolve(ProcessHandle.current().pid() + ending);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        keepAnswer(response.statusLine() + "\n" + response.headers() + "\n"
                + response.body().asString());
        return response;
    }

    /** Notes the output of a gateway that was asked without REST Assured. */
    public static void keepAnswer(String text) {
        keep(ANSWERS, text);
    }

    public static synchronized void keep(Path file, String text) {
        try {
            Files.writeString(file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
