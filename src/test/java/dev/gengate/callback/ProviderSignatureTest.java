package dev.gengate.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.callback.ProviderSignature.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector is the one published with the provider's description of its signature. */
class ProviderSignatureTest {
    private static final String KEY = "unit-test-hmac-key";
    private static final String TASK = "ee9c2715375b7837f8bb51d641ff5863";
    private static final String TIMESTAMP = "1769670760";
    private static final String SIGNATURE = "5e9PtlPfwLoDwKiiuEwI5hQxeVZDHMyu1jL62AZ8kxY=";

    @Test
    void publishedVectorIsGenuine() {
        assertEquals(Verdict.GENUINE, at(0).verify(TASK, TIMESTAMP, SIGNATURE));
    }

    @ParameterizedTest
    @CsvSource({"-301, STALE", "-300, GENUINE", "300, GENUINE", "301, STALE"})
    void windowIsOpenFiveMinutesEitherWay(long secondsLater, Verdict verdict) {
        assertEquals(verdict, at(secondsLater).verify(TASK, TIMESTAMP, SIGNATURE));
    }

    @Test
    void anythingMissingIsMissing() {
        assertEquals(Verdict.MISSING, at(0).verify(null, TIMESTAMP, SIGNATURE));
        assertEquals(Verdict.MISSING, at(0).verify(TASK, null, SIGNATURE));
        assertEquals(Verdict.MISSING, at(0).verify(TASK, TIMESTAMP, null));
    }

    @Test
    void otherTaskTimestampSignatureOrKeyIsForged() {
        assertEquals(Verdict.FORGED, at(0).verify("another", TIMESTAMP, SIGNATURE));
        assertEquals(Verdict.FORGED, at(0).verify(TASK, "1769670761", SIGNATURE));
        assertEquals(Verdict.FORGED, at(0).verify(TASK, TIMESTAMP, SIGNATURE.replace('5', '6')));
        assertEquals(Verdict.FORGED, at(0).verify(TASK, TIMESTAMP, ""));
        assertEquals(Verdict.FORGED, at(0).verify(TASK, TIMESTAMP, "\u00e9\ud800"));
        assertEquals(Verdict.FORGED, signature("another key", 0).verify(TASK, TIMESTAMP, SIGNATURE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "1e9", "-9223372036854775808", "9223372036854775807", "99999999999999999999"})
    void timestampThatIsNoneIsStaleEvenIfSigned(String timestamp) {
        String signed = Base64.getEncoder().encodeToString(new Hmac(KEY).of(TASK + "." + timestamp));

        assertEquals(Verdict.STALE, at(0).verify(TASK, timestamp, signed));
    }

    @Test
    void withoutAKeyNothingIsRequired() {
        ProviderSignature none = new ProviderSignature(Optional.empty(), Duration.ofMinutes(5), Clock.systemUTC());

        assertEquals(Verdict.NOT_REQUIRED, none.verify(null, null, null));
    }

    @Test
    void onlyGenuineAndNotRequiredAreAccepted() {
        assertTrue(Verdict.GENUINE.accepted() && Verdict.NOT_REQUIRED.accepted());
        assertFalse(Verdict.MISSING.accepted() || Verdict.STALE.accepted() || Verdict.FORGED.accepted());
    }

    /** As while it is queued again, after a lost answer that had a task. */
    @Test
    void generationOfNoAccountNeedsTheKeyOfAnyAccountWhereEachHasOne() {
        AccountSignatures each = accounts(Optional.of(KEY), Optional.of("another key"));
        assertEquals(Verdict.GENUINE, each.verify(null, TASK, TIMESTAMP, SIGNATURE));
        assertFalse(each.verify(null, TASK, TIMESTAMP, null).accepted());
        assertFalse(
                each.verify(null, TASK, TIMESTAMP, SIGNATURE.replace('5', '6')).accepted());
        assertEquals(Verdict.FORGED, each.verify("two", TASK, TIMESTAMP, SIGNATURE));
        String stale = Base64.getEncoder().encodeToString(new Hmac(KEY).of(TASK + ".1"));
        assertEquals(Verdict.STALE, each.verify(null, TASK, "1", stale));

        AccountSignatures one = accounts(Optional.of(KEY), Optional.empty());
        assertTrue(one.verify(null, TASK, TIMESTAMP, null).accepted());
        assertEquals(Verdict.MISSING, one.verify("one", TASK, TIMESTAMP, null));
    }

    private static AccountSignatures accounts(Optional<String> one, Optional<String> two) {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(Long.parseLong(TIMESTAMP)), ZoneOffset.UTC);
        return new AccountSignatures(Optional.empty(), Map.of("one", one, "two", two), Duration.ofMinutes(5), clock);
    }

    private static ProviderSignature at(long secondsLater) {
        return signature(KEY, secondsLater);
    }

    private static ProviderSignature signature(String key, long secondsLater) {
        Instant now = Instant.ofEpochSecond(Long.parseLong(TIMESTAMP) + secondsLater);
        return new ProviderSignature(Optional.of(key), Duration.ofMinutes(5), Clock.fixed(now, ZoneOffset.UTC));
    }
}
