package dev.gengate.configuration;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Safety rules beyond the range of each value, which stands beside its getter. A fault names its property and never
 * shows a value.
 */
final class SafetyRules {
    private static final int SHORTEST_SECRET = 24;
    private static final int SHORTEST_SIGNATURE_KEY = 16;
    private static final int LEAST_ENTROPY_BITS = 72;
    private static final int LEAST_ENTROPY_BITS_OF_SIGNATURE_KEY = 48;
    /** A task is asked for an hour longer at most; then the hour of its acceptance is counted, an hour later at most. */
    private static final Duration ROLLED_UP = Duration.ofHours(3);

    /** For the hour at most that a task is asked for longer, the rounds that erase, and a store that is away meanwhile. */
    private static final Duration ERASING = Duration.ofDays(1);

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

    /** It gets the key too. */
    void uploadUrl(URI url) {
        secured("gateway.provider.kie.upload-url", url);
    }

    /** The token is the only protection between the internet and the ledger. */
    void secrets(List<String> secrets) {
        for (String secret : secrets) {
            if (weak(secret, SHORTEST_SECRET, LEAST_ENTROPY_BITS)) {
                faults.add(
                        "gateway.callback.secrets",
                        "must each have at least " + SHORTEST_SECRET
                                + " random characters; `openssl rand -hex 32` makes a good secret");
            }
        }
    }

    /** The keys of the named accounts, and the one that holds for the others. */
    void signatureKeys(Values values) {
        Stream.concat(
                        Stream.of("gateway.callback.signature-key"),
                        values.keys(AccountRules.ACCOUNTS).stream().map(name -> AccountRules.of(name, "signature-key")))
                .forEach(property -> values.get(property, String.class).ifPresent(key -> signatureKey(property, key)));
    }

    /** The provider generates it in its own format; a short or repetitive one is a fragment or a placeholder. */
    void signatureKey(String property, String key) {
        if (weak(key.strip(), SHORTEST_SIGNATURE_KEY, LEAST_ENTROPY_BITS_OF_SIGNATURE_KEY)) {
            faults.add(
                    property,
                    "must have at least " + SHORTEST_SIGNATURE_KEY
                            + " random characters; leave it out if the account has no webhook key");
        }
    }

    private static boolean weak(String secret, int shortest, int leastBits) {
        return secret.length() < shortest || SecretStrength.bits(secret) < leastBits;
    }

    /** Two servers of one process may share a port and then take turns: every other request would get a 404. */
    void ports(int http, int management) {
        if (http == management && http != 0) {
            faults.add("quarkus.management.port", "must not be quarkus.http.port");
        }
    }

    /**
     * A key is kept for as long as its generation may be open, so that a caller who repeats a request pays once. A
     * generation may wait, then be at the provider for as long again, or be unconfirmed first. And its row is there until
     * the usage has what it cost.
     */
    void retention(Duration completed, Duration result, Duration confirmation) {
        Duration least = result.multipliedBy(2).plus(confirmation).plus(ROLLED_UP);
        if (completed.compareTo(least) < 0) {
            faults.add(
                    "gateway.retention.completed",
                    "must be at least " + least
                            + ", twice gateway.deadline.result and gateway.deadline.confirmation and three"
                            + " hours more: an idempotency key must be kept as long as its generation may be open, and"
                            + " its row until the usage is rolled up");
        }
    }

    /**
     * A row that is purged takes the names of its stored files with it, and nothing removes these any more: the content must
     * go before.
     *
     * @param inUse how long a generation may be open, and then be copied
     */
    void content(Duration content, Duration inUse, Duration completed) {
        Duration least = content.plus(inUse).plus(ERASING);
        if (completed.compareTo(least) < 0) {
            faults.add(
                    "gateway.retention.content",
                    "needs gateway.retention.completed to be at least " + least
                            + ", or must be shorter: otherwise rows go before their contents are erased, and stored files"
                            + " stay");
        }
    }

    /**
     * Without an audience (or with {@code any}), tokens made for other services would be accepted. Without a claim,
     * Quarkus prefers {@code upn} or {@code preferred_username}, which users of some issuers choose.
     */
    void tokens(boolean oidc, Optional<String> audience, Optional<String> principalClaim) {
        if (oidc && audience.filter(name -> !name.equals("any")).isEmpty()) {
            faults.add("quarkus.oidc.token.audience", "is missing or any: tokens for other services would be accepted");
        }
        if (oidc && principalClaim.isEmpty()) {
            faults.add(
                    "quarkus.oidc.token.principal-claim",
                    "is missing: use `sub`, or another claim that users cannot choose");
        }
    }

    /** People would sign in at nobody's, or with tokens that are refused. */
    void signIn(boolean client, boolean oidc, boolean issuer) {
        if (client && !(oidc && issuer)) {
            faults.add(
                    "gateway.console.sign-in.client-id",
                    "needs OIDC with an issuer: quarkus.oidc.tenant-enabled=true and quarkus.oidc.auth-server-url");
        }
    }

    /** A store without a place would fail at the first result. */
    void custody(String store, boolean directory, boolean bucket) {
        if (store.equalsIgnoreCase("directory") && !directory) {
            faults.add("gateway.custody.directory", "is missing: the store of that name needs one");
        }
        if (store.equalsIgnoreCase("s3") && !bucket) {
            faults.add("gateway.custody.s3.bucket", "is missing: the store s3 needs one");
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
