package dev.gengate.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections without TLS are worth a line where they leave the machine. */
class PlaintextWarningsTest {

    @ParameterizedTest
    @CsvSource({"db.example, disable", "10.0.0.7, allow", "db.example, prefer", "localhost.example, DISABLE"})
    void databaseElsewhereWithoutTlsIsNamed(String host, String tls) {
        assertTrue(PlaintextWarnings.database(host, tls).orElseThrow().startsWith("gateway.db.tls: "));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, disable",
        "127.0.0.1, prefer",
        "::1, allow",
        "db.example, verify-full",
        "db.example, require"
    })
    void databaseWithTlsOrOnThisMachineIsNot(String host, String tls) {
        assertEquals(Optional.empty(), PlaintextWarnings.database(host, tls));
    }

    @ParameterizedTest
    @CsvSource({
        "kafka.example:9092, PLAINTEXT",
        "'localhost:9092, kafka.example:9092', PLAINTEXT",
        "PLAINTEXT://kafka.example:9092, plaintext",
        "kafka.example:9092, SASL_PLAINTEXT"
    })
    void brokerElsewhereWithoutTlsIsNamed(String servers, String protocol) {
        assertTrue(PlaintextWarnings.kafka(servers, protocol).orElseThrow().startsWith("kafka.security.protocol: "));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:9092, PLAINTEXT",
        "'127.0.0.1:9092,[::1]:9093', PLAINTEXT",
        "kafka.example:9092, SSL",
        "kafka.example:9092, SASL_SSL"
    })
    void brokerWithTlsOrOnThisMachineIsNot(String servers, String protocol) {
        assertEquals(Optional.empty(), PlaintextWarnings.kafka(servers, protocol));
    }

    @ParameterizedTest
    @CsvSource({
        "s3, http://minio.example:9000, 2",
        "s3, HTTP://10.0.0.7, 2",
        "s3, http://localhost:9000, 0",
        "s3, https://minio.example, 0",
        "none, http://minio.example:9000, 0"
    })
    void bucketElsewhereWithoutTlsIsNamed(String store, String url, int warnings) {
        List<String> properties = List.of("gateway.custody.s3.endpoint", "gateway.custody.s3.public-endpoint");
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withDefaultValue("gateway.db.host", "localhost")
                .withDefaultValue("gateway.db.tls", "verify-full")
                .withDefaultValue("gateway.custody.store", store)
                .withDefaultValue(properties.get(0), url)
                .withDefaultValue(properties.get(1), url)
                .build();

        assertEquals(
                properties.subList(0, warnings),
                ConfigurationCheck.warnings(config).stream()
                        .map(line -> line.replaceFirst(": .*", ""))
                        .toList());
    }
}
