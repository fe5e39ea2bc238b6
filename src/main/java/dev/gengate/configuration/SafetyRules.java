package dev.gengate.configuration;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What makes a configuration safe beyond the range of each value, which stands beside its getter; a fault names its
 * property and never shows a value.
 */
final class SafetyRules {
    private static final int SHORTEST_SECRET = 24;
    private static final int SHORTEST_SIGNATURE_KEY = 16;
    private static final int LEAST_ENTROPY_BITS = 72;
    private static final int LEAST_ENTROPY_BITS_OF_SIGNATURE_KEY = 48;

    private final Faults faults;

    SafetyRules(Faults faults) {
        this.faults = faults;
    }

    void publicUrl(String url) {
        try {
            secured("gateway.public-url", URI.create(url.strip()));
        } catch (IllegalArgumentException e) {
            faults.add("gateway.public-url", "must be a URL");
        }
    }

    void providerUrl(URI url) {
        secured("gateway.provider.kie.url", url);
    }

    /** The token is all that stands between the internet and the ledger. */
    void secrets(List<String> secrets) {
        for (String secret : secrets) {
            if (weak(secret, SHORTEST_SECRET, LEAST_ENTROPY_BITS)) {
                faults.add(
                        "gateway.callback.secrets",
                        "must each have at least " + SHORTEST_SECRET
                                + " characters that nobody guesses; `openssl rand -hex 32` makes a good one");
            }
        }
    }

    /** The provider makes it, however it likes: a short or plain one is a part of it, or somebody's placeholder. */
    void signatureKey(String key) {
        if (weak(key.strip(), SHORTEST_SIGNATURE_KEY, LEAST_ENTROPY_BITS_OF_SIGNATURE_KEY)) {
            faults.add(
                    "gateway.callback.signature-key",
                    "must have at least " + SHORTEST_SIGNATURE_KEY
                            + " characters that nobody guesses; leave it out where the account has no webhook key");
        }
    }

    private static boolean weak(String secret, int shortest, int leastBits) {
        return secret.length() < shortest || SecretStrength.bits(secret) < leastBits;
    }

    /** Two servers of one process may listen on one port, and then take turns: every other request gets a 404. */
    void ports(int http, int management) {
        if (http == management && http != 0) {
            faults.add("quarkus.management.port", "must not be quarkus.http.port");
        }
    }

    /**
     * A caller that repeats a request for as long as its generation may live pays once: the key is known until then. It
     * may wait, then be at the provider as long again, or be unconfirmed first.
     */
    void retention(Duration completed, Duration result, Duration confirmation) {
        Duration longest = result.multipliedBy(2).plus(confirmation);
        if (completed.compareTo(longest) < 0) {
            faults.add(
                    "gateway.retention.completed",
                    "must be at least " + longest + ", twice gateway.deadline.result and gateway.deadline.confirmation:"
                            + " an idempotency key is to be known as long as its generation may be open");
        }
    }

    /**
     * Without an audience (or with {@code any}) a token that was made for another service is taken; without a claim
     * Quarkus takes {@code upn} or {@code preferred_username} first, which users of some issuers choose.
     */
    void tokens(boolean oidc, Optional<String> audience, Optional<String> principalClaim) {
        if (oidc && audience.filter(name -> !name.equals("any")).isEmpty()) {
            faults.add("quarkus.oidc.token.audience", "is missing or any: tokens for other services would be taken");
        }
        if (oidc && principalClaim.isEmpty()) {
            faults.add(
                    "quarkus.oidc.token.principal-claim", "is missing: `sub`, or another claim that no user chooses");
        }
    }

    private void secured(String property, URI url) {
        boolean https = "https".equals(url.getScheme());
        boolean local = "http".equals(url.getScheme())
                && url.getHost() != null
                && PlaintextWarnings.LOOPBACK.contains(url.getHost());
        if (url.getHost() == null || !https && !local) {
            faults.add(property, "must be an https URL (http only on loopback)");
        }
    }
}
