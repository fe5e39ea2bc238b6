package dev.gengate.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditReportTest {

    @ParameterizedTest
    @CsvSource({"100, 100", "98.5, 98.5", "'\"12.25\"', 12.25", "-3.5, -3.5", "0, 0"})
    void balanceIsANumber(String data, BigDecimal balance) {
        assertEquals(
                new CreditReport.Balance(balance),
                read(200, "{\"code\":200,\"msg\":\"success\",\"data\":" + data + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"200 | {\"code\":401,\"msg\":\"no\"}", "401 | {\"code\":401,\"msg\":\"no\"}", "401 | <html></html>"
            })
    void unknownKeyIsToldWhereverTheCodeStands(int status, String body) {
        assertEquals(new CreditReport.KeyRejected(), read(status, body));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | <html></html>",
                "200 | {}",
                "200 | {\"code\":200,\"data\":null}",
                "200 | {\"code\":200,\"data\":{\"credits\":1}}",
                "200 | {\"code\":200,\"data\":\"many\"}",
                "200 | {\"code\":200,\"data\":1e999999999}",
                "200 | {\"code\":500,\"data\":100}",
                "502 | {\"code\":200,\"data\":100}",
                "429 | {\"code\":429}",
                "502 | <html></html>"
            })
    void anythingElseIsUnavailable(int status, String body) {
        assertEquals(new CreditReport.Unavailable(), read(status, body));
    }

    private static CreditReport read(int status, String body) {
        return CreditReport.read(new ProviderAnswer(status, Optional.empty(), body.getBytes(UTF_8)));
    }
}
