package dev.gengate.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No value out of its range, without its unit or of another kind starts a gateway, and no name that nobody reads. */
class ConfigurationCheckTest {
    private static final Constraints CONSTRAINTS = new Constraints();
    private static final String DIGEST = "5160ce6d4126c39adcd52b898c49c6259b4619ad66de90ea793a6ae8c59c185b";

    @Test
    void nothingIsWrongWithWhatIsRequiredAlone() {
        assertEquals(List.of(), faults(Map.of(), Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            gateway.public-url                        | http://gateway.example | must be an https URL
            gateway.public-url                        | no url at all          | must be a URL
            gateway.callback.secrets                  | short                  | must each have at least 24
            gateway.callback.signature-key            | changeme               | must have at least 16
            gateway.callback.signature-tolerance      | 0S                     | must be longer than or equal to 1 second
            gateway.callback.signature-tolerance      | 300                    | give a unit, such as 30S or P30D
            gateway.callback.failures-per-minute      | -1                     | must be greater than or equal to 0
            gateway.callback.source-header            | X Forwarded For        | must be the name of a header
            gateway.callback.read-back                | ture                   | must be true or false
            gateway.provider.kie.url                  | ftp://api.kie.ai       | must be an https URL
            gateway.provider.kie.url                  | https://api kie ai     | must be a URL
            gateway.provider.kie.upload-url           | http://files.example   | must be an https URL
            gateway.provider.kie.api-key              | two words              | holds a character that keys never contain
            gateway.provider.kie.connect-timeout      | 0S                     | must be longer than or equal to 100
            gateway.provider.kie.connect-timeout      | 2                      | give a unit
            gateway.provider.kie.read-timeout         | 1H                     | must be shorter than or equal to 10 minutes
            gateway.provider.kie.max-connections      | 0                      | must be greater than or equal to 1
            gateway.provider.kie.max-connections      | 1000000                | must be less than or equal to 10000
            gateway.provider.kie.keep-alive           | PT1Q                   | must be a duration
            gateway.provider.kie.breaker.requests     | 0                      | must be greater than or equal to 1
            gateway.provider.kie.breaker.failure-ratio| 50                     | must be less than or equal to 1
            gateway.provider.kie.breaker.failure-ratio| half                   | must be a number
            gateway.provider.kie.breaker.delay        | -5S                    | must be longer than or equal to 100
            gateway.pace.limit                        | 0                      | must be greater than or equal to 1
            gateway.pace.limit                        | twenty                 | must be a whole number
            gateway.pace.limit                        | 99999999999            | must be a whole number
            gateway.pace.limit                        | 2.5                    | must be a whole number
            gateway.pace.period                       | PT0S                   | must be longer than or equal to 1
            gateway.pace.period                       | 10                     | give a unit
            gateway.pace.max-running                  | -1                     | must be greater than or equal to 0
            gateway.submission.wait                   | PT0S                   | must be longer than or equal to 100
            gateway.submission.wait                   | 1H                     | must be shorter than or equal to 2 minutes
            gateway.submission.max-queued             | 0                      | must be greater than or equal to 1
            gateway.submission.max-queued-per-caller  | -5                     | must be greater than or equal to 1
            gateway.submission.without-credits        | wait                   | must be one of refuse, queue
            gateway.credits.every                     | 0S                     | must be longer than or equal to 1 second
            gateway.credits.every                     | 60                     | give a unit
            gateway.gauges.every                      | 0.0                    | give a unit
            gateway.gauges.every                      | P1D                    | must be shorter than or equal to 10 minutes
            gateway.reconcile.after                   | 0S                     | must be longer than or equal to 100
            gateway.reconcile.every                   | 1                      | give a unit
            gateway.reconcile.every                   | abc                    | must be a duration
            gateway.deadline.result                   | 24                     | give a unit
            gateway.deadline.result                   | P31D                   | must be shorter than or equal to 30 days
            gateway.deadline.confirmation             | 0S                     | must be longer than or equal to 1 second
            gateway.retention.completed               | 0S                     | must be longer than or equal to 1 hour
            gateway.retention.completed               | 30                     | give a unit
            gateway.retention.completed               | 30D10                  | must be a duration
            gateway.retention.completed               | P99999D                | must be shorter than or equal to 3650 days
            gateway.retention.completed               | PT51H                  | must be at least PT51H15M
            gateway.retention.content                 | P30D                   | needs gateway.retention.completed to be at least PT792H15M
            gateway.retention.every                   | 0S                     | must be longer than or equal to 1 second
            gateway.retention.batch                   | 0                      | must be greater than or equal to 1
            gateway.retention.batch                   | 1000000                | must be less than or equal to 10000
            gateway.replay.rate                       | 0                      | must be greater than or equal to 1
            gateway.events.topic                      | generation completed   | must be 1 to 249 letters
            gateway.events.topic                      | ..                     | must be 1 to 249 letters
            gateway.callers."ads".key-sha256          | abc                    | must be 64 hex digits
            gateway.callers."ads".key-sha256-file     | /no/such/file          | cannot be read
            gateway.callers."ads".roles               | admin                  | holds an unknown role
            gateway.callers."ads".weight              | 0                      | must be greater than or equal to 0.001
            gateway.callers."ads".weight              | 1001                   | must be less than or equal to 1000
            gateway.callers."ads".daily-limit         | 0                      | must be at least 1
            gateway.usage.every                       | 0S                     | must be longer than or equal to 1 second
            gateway.usage.by                          | a,b,c,d,e              | must have at most 4 keys
            gateway.usage.by                          | a b                    | must have keys of
            gateway.callers."ads".budget.day          | -1                     | must be greater than or equal to 0
            gateway.callers."ads".budget.month        | much                   | must be a number
            gateway.submission.max-credits            | 1e10                   | must be less than or equal to 1000000000
            gateway.callers."shop".weight             | 2                      | is missing, and so are
            gateway.db.host                           | a b                    | must be a host name
            gateway.db.port                           | 0                      | must be greater than or equal to 1
            gateway.db.port                           | tcp://10.0.0.1:5432    | must be a whole number
            gateway.db.name                           | a/b                    | must be a name
            gateway.db.tls                            | on                     | must be one of disable, allow
            gateway.db.ca-file                        | /no/such/file          | cannot be read
            gateway.migration.at-start                | nope                   | must be true or false
            gateway.migration.url                     | http://localhost       | must be a JDBC URL
            gateway.migration.connect-retries         | -1                     | must be greater than or equal to 0
            quarkus.http.port                         | eighty                 | must be a port
            quarkus.management.port                   | 8080                   | must not be quarkus.http.port
            """)
    void valueThatIsNotRightIsNamedAndNotShown(String property, String value, String right) {
        List<String> faults = faults(Map.of(property, value), Map.of());

        assertEquals(1, faults.size(), faults::toString);
        String fault = faults.get(0);
        String expected = property.startsWith("gateway.callers.\"shop\"")
                ? "gateway.callers.\"shop\".key-sha256 (GATEWAY_CALLERS__SHOP__KEY_SHA256) "
                : property + " (" + Setting.variableOf(property) + ") ";
        assertTrue(fault.startsWith(expected), fault);
        assertTrue(fault.contains(right), fault);
        assertFalse(value.length() > 5 && fault.replace(right, "").contains(value), fault);
    }

    /** Its caller alone has no budget then. */
    @Test
    void missingBudgetFileStopsNoStart() {
        assertEquals(List.of(), faults(Map.of("gateway.callers.\"ads\".budget.file", "/no/such/file"), Map.of()));
    }

    /** It may be copied for a day after its end. */
    @Test
    void contentThatIsStoredGoesBeforeItsRowToo() {
        List<String> faults = faults(
                Map.of(
                        "gateway.retention.content", "P26D",
                        "gateway.custody.store", "directory",
                        "gateway.custody.directory", "/results"),
                Map.of());

        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).contains("gateway.retention.completed to be at least PT720H15M"), faults::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway.public-url",
                "gateway.callback.secrets",
                "gateway.callback.signature-key",
                "gateway.provider.kie.api-key",
                "gateway.pace.limit",
                "gateway.retention.completed",
                "gateway.callers.\"ads\".daily-limit",
                "gateway.callers.\"ads\".roles",
                "gateway.db.ca-file"
            })
    void emptyValueIsNoValue(String property) {
        assertEquals(
                List.of(property + " (" + Setting.variableOf(property)
                        + ") is empty: give it a value, or leave it out"),
                faults(Map.of(), Map.of(Setting.variableOf(property), "")));
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.pace.period, 10s",
        "gateway.pace.period, 0.001S",
        "gateway.pace.period, PT10S",
        "gateway.retention.completed, P30D",
        "gateway.retention.completed, 720H",
        "gateway.retention.content, P26D",
        "gateway.callback.read-back, TRUE",
        "gateway.submission.without-credits, queue",
        "gateway.callers.\"ads\".roles, 'submit,operator'",
        "gateway.callers.ads.weight, 0.5",
        "gateway.callers.\"removed\".topic, removed.generations",
        "gateway.callers.\"removed\".events-input, none",
        "gateway.callback.secrets[0], kJ8/x+Tq2Zr0bYV5mWc1QeHn",
        "gateway.db.tls, verify-full"
    })
    void valueThatIsRightIsTaken(String property, String value) {
        assertEquals(List.of(), faults(Map.of(property, value), Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "ads.requests, ads,",
        "generation.completed, ads, and gateway.events.topic need a topic each",
        "ads.events, ads, 'and gateway.callers.\"ads\".topic need a topic each'",
        "b.requests, ads, 'and gateway.intake.\"b\".topic need a topic each'",
        "b.requests.rejected, ads, 'and gateway.intake.\"b\".topic need a topic each'",
        "ads.requests, nobody, is not a name of gateway.callers",
        "ads.requests, ops, must be a caller with the role submit"
    })
    void topicOfRequestsIsOneCallersAndNothingElse(String topic, String caller, String right) {
        Map<String, String> properties = new HashMap<>();
        properties.put("gateway.callers.\"ads\".topic", "ads.events");
        properties.put("gateway.callers.\"ops\".key-sha256", DIGEST);
        properties.put("gateway.callers.\"ops\".roles", "operator");
        properties.put("gateway.intake.\"b\".topic", "b.requests");
        properties.put("gateway.intake.\"b\".caller", "ads");
        properties.put("gateway.intake.\"c\".topic", topic);
        properties.put("gateway.intake.\"c\".caller", caller);

        List<String> faults = faults(properties, Map.of());

        assertEquals(right == null, faults.isEmpty(), faults::toString);
        assertTrue(right == null || faults.get(0).contains(right), faults::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.public-url, GATEWAY_PUBLIC_URL",
        "gateway.callback.secrets, GATEWAY_CALLBACK_SECRETS",
        "gateway.provider.kie.api-key, GATEWAY_PROVIDER_KIE_API_KEY",
        "gateway.db.password, GATEWAY_DB_PASSWORD"
    })
    void whatIsRequiredIsNamed(String property, String variable) {
        Map<String, String> without = required();
        without.remove(property);

        assertEquals(List.of(property + " (" + variable + ") is missing"), check(without, Map.of()));
    }

    @Test
    void namedAccountsHaveTheirOwnKeysAndTheOnlyKeyStandsBesideNone() {
        String east = "GATEWAY_PROVIDER_KIE_ACCOUNTS__EAST__API_KEY";
        String both = "gateway.provider.kie.api-key (GATEWAY_PROVIDER_KIE_API_KEY) must not be set beside"
                + " gateway.provider.kie.accounts.\"east\".api-key (" + east
                + "): the key of a named account stands with its name";
        assertEquals(List.of(both), check(required(), Map.of(east, "key-of-east")));

        Map<String, String> named = required();
        named.remove("gateway.provider.kie.api-key");
        named.put("gateway.callers.\"ads\".accounts", "east");
        assertEquals(List.of(), check(named, Map.of(east, "key-of-east")));

        named.put("gateway.callers.\"ads\".accounts", "east,west");
        named.put("gateway.provider.kie.accounts.\"Of us\".limit", "3");
        assertEquals(
                List.of(
                        "gateway.provider.kie.accounts.\"Of us\".api-key"
                                + " (GATEWAY_PROVIDER_KIE_ACCOUNTS__OF_US__API_KEY) is missing",
                        "gateway.provider.kie.accounts.\"Of us\".api-key"
                                + " (GATEWAY_PROVIDER_KIE_ACCOUNTS__OF_US__API_KEY) names an account that is not 1 to 40"
                                + " lower-case letters, digits, dashes",
                        "gateway.callers.\"ads\".accounts (GATEWAY_CALLERS__ADS__ACCOUNTS) names an account that is not in"
                                + " gateway.provider.kie.accounts"),
                check(named, Map.of(east, "key-of-east")));
    }

    @ParameterizedTest
    @CsvSource({
        "true, false, submit, 'gateway.callers.\"ads\".accounts (GATEWAY_CALLERS__ADS__ACCOUNTS) names none that takes'",
        "true, false, read,",
        "false, true, submit,",
        "true, true, read, 'gateway.provider.kie.accounts.\"east\".drain'"
    })
    void callerWhoseAccountsAllDrainCouldOnlyWait(boolean east, boolean west, String role, String right) {
        Map<String, String> named = required();
        named.remove("gateway.provider.kie.api-key");
        named.put("gateway.provider.kie.accounts.\"east\".api-key", "key-of-east");
        named.put("gateway.provider.kie.accounts.\"east\".drain", String.valueOf(east));
        named.put("gateway.provider.kie.accounts.\"west\".api-key", "key-of-west");
        named.put("gateway.provider.kie.accounts.\"west\".drain", String.valueOf(west));
        named.put("gateway.callers.\"ads\".accounts", "east");
        named.put("gateway.callers.\"ads\".roles", role);

        List<String> faults = check(named, Map.of());

        assertEquals(right == null ? 0 : 1, faults.size(), faults::toString);
        assertTrue(right == null || faults.get(0).startsWith(right), faults::toString);
    }

    @Test
    void propertyThatLeadsNowhereIsNamed() {
        assertEquals(
                List.of("gateway.pace.limit (GATEWAY_PACE_LIMIT) refers to a property that is not set"),
                faults(Map.of("gateway.pace.limit", "${no.such.property}"), Map.of()));
    }

    @Test
    void everyFaultComesAtOnceAndOnce() {
        List<String> faults = faults(
                Map.of(
                        "gateway.pace.limit", "0",
                        "gateway.pace.period", "ten",
                        "gateway.callback.secrets", "short,brief",
                        "gateway.callback.signature-tolerance", "300",
                        "gateway.callers.\"ads\".key-sha256", "abc,def"),
                Map.of("GATEWAY_PACE_LIMT", "7", "GATEWAY_RETENTION_BATCH", "0"));

        assertEquals(7, faults.size(), faults::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "GATEWAY_CALLBACK_SIGNATURE_KY, GATEWAY_CALLBACK_SIGNATURE_KEY",
        "GATEWAY_PACE_LIMT, GATEWAY_PACE_LIMIT",
        "gateway_pace_limt, GATEWAY_PACE_LIMIT",
        "GATEWAY_EVENT_TOPIC, GATEWAY_EVENTS_TOPIC",
        "GATEWAY_CALLERS__ADS__KEY_SHA265, GATEWAY_CALLERS__NAME__KEY_SHA256",
        "GATEWAY_CALLERS_MY_APP_ROLES, GATEWAY_CALLERS__NAME__ROLES",
        "GATEWAY_PORT, GATEWAY_DB_PORT"
    })
    void variableThatNobodyReadsIsAFaultWithTheNearest(String variable, String nearest) {
        assertEquals(
                List.of(variable + " is not known; the nearest is " + nearest),
                faults(Map.of(), Map.of(variable, "8080")));
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.callback.signature-ky, gateway.callback.signature-key",
        "gateway.retention.complete, gateway.retention.completed",
        "gateway.pace.maxRunning, gateway.pace.max-running",
        "gateway.callers.\"ads\".role, 'gateway.callers.\"name\".roles'"
    })
    void propertyThatNobodyReadsIsAFaultWithTheNearest(String property, String nearest) {
        assertEquals(
                List.of(property + " is not known; the nearest is " + nearest),
                faults(Map.of(property, "1"), Map.of()));
    }

    @Test
    void callersInTheEnvironmentAreKnownHoweverTheyAreWritten() {
        assertEquals(
                List.of(),
                faults(
                        Map.of(),
                        Map.of(
                                "GATEWAY_CALLERS__MY_APP__KEY_SHA256", DIGEST,
                                "GATEWAY_CALLERS_SHOP_KEY_SHA256", DIGEST,
                                "GATEWAY_CALLBACK_SECRETS_0_", "kJ8/x+Tq2Zr0bYV5mWc1QeHn")));
    }

    @Test
    void linksThatKubernetesMakesAreNoFault() {
        assertEquals(
                List.of(),
                faults(
                        Map.of(),
                        Map.of(
                                "GATEWAY_SERVICE_HOST", "10.0.0.1",
                                "GATEWAY_SERVICE_PORT", "8080",
                                "GATEWAY_SERVICE_PORT_HTTP", "8080",
                                "GATEWAY_PORT", "tcp://10.0.0.1:8080",
                                "GATEWAY_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                                "GATEWAY_PORT_8080_TCP_ADDR", "10.0.0.1",
                                "GATEWAY_MANAGEMENT_SERVICE_HOST", "10.0.0.2",
                                "GATEWAY_MANAGEMENT_PORT", "tcp://10.0.0.2:9000",
                                "GATEWAYS_OTHER", "x")));
    }

    @Test
    void developmentMayHaveSecretsThatProductionMayNot() {
        Map<String, String> properties = required();
        properties.put("gateway.callback.secrets", "short");
        properties.put("gateway.pace.limit", "0");

        List<String> faults = ConfigurationCheck.faults(
                builder()
                        .withSources(new PropertiesConfigSource(properties, "test", 250))
                        .build(),
                false);

        assertEquals(List.of("gateway.pace.limit (GATEWAY_PACE_LIMIT) must be greater than or equal to 1"), faults);
    }

    private static List<String> faults(Map<String, String> properties, Map<String, String> environment) {
        Map<String, String> all = required();
        all.putAll(properties);
        return check(all, environment);
    }

    private static List<String> check(Map<String, String> properties, Map<String, String> environment) {
        return ConfigurationCheck.faults(
                builder()
                        .withSources(
                                new PropertiesConfigSource(properties, "test", 250),
                                new EnvConfigSource(environment, 300))
                        .build(),
                true,
                CONSTRAINTS::broken);
    }

    private static SmallRyeConfigBuilder builder() {
        return new SmallRyeConfigBuilder().addDiscoveredConverters().addDefaultInterceptors();
    }

    /** With what application.properties adds. */
    private static Map<String, String> required() {
        Map<String, String> properties = new HashMap<>();
        properties.put("gateway.public-url", "https://gateway.example");
        properties.put("gateway.callback.secrets", "9f86d081884c7d659a2feaa0c55ad015");
        properties.put("gateway.provider.kie.api-key", "key-of-the-account");
        properties.put("gateway.callers.\"ads\".key-sha256", DIGEST);
        properties.put("gateway.db.host", "localhost");
        properties.put("gateway.db.port", "5432");
        properties.put("gateway.db.name", "gateway");
        properties.put("gateway.db.user", "gateway");
        properties.put("gateway.db.password", "secret");
        properties.put("gateway.db.tls", "disable");
        properties.put("gateway.events.topic", "generation.completed");
        properties.put("quarkus.http.port", "8080");
        properties.put("quarkus.management.port", "9000");
        return properties;
    }
}
