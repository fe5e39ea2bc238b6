package dev.gengate.proof.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    /** The vector of the provider's webhook page. */
    @Test
    void signsAsTheProviderDoes() {
        String signature = WebhookSignature.of("unit-test-hmac-key", "ee9c2715375b7837f8bb51d641ff5863", 1769670760L);

        assertEquals("5e9PtlPfwLoDwKiiuEwI5hQxeVZDHMyu1jL62AZ8kxY=", signature);
    }
}
