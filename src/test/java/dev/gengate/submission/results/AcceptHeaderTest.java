package dev.gengate.submission.results;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told where a result is, and who is sent there. */
class AcceptHeaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            text/uri-list                                                                      | true
            text/uri-list, application/problem+json                                            | true
            text/uri-list, */*;q=0.5                                                           | true
            image/*;q=0.2, TEXT/URI-LIST ; q=0.3                                               | true
                                                                                               | false
            */*                                                                                | false
            image/*, video/*, application/octet-stream, text/uri-list,application/problem+json | false
            text/uri-list;q=0.5, */*;q=0.5                                                     | false
            text/uri-list;q=0                                                                  | false
            image/png, text/uri-list;q=0.9                                                     | false
            text/uri-listed                                                                    | false
            , ;q=, nonsense                                                                    | false
            """)
    void urlIsForWhoPrefersItToTheFile(String header, boolean told) {
        assertEquals(told, AcceptHeader.prefersUrl(header));
    }
}
