package dev.gengate.configuration;

import dev.gengate.access.CallersConfig.CallerConfig;
import dev.gengate.access.Roles;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a safe configuration looks like; a fault names its property and never shows a value. */
public final class SafetyRules {
    private static final int SHORTEST_SECRET = 24;
    private static final int SHORTEST_SIGNATURE_KEY = 16;
    private static final int LEAST_ENTROPY_BITS = 72;
    private static final int LEAST_ENTROPY_BITS_OF_SIGNATURE_KEY = 48;
    private static final Set<String> ROLES = Set.of(Roles.SUBMIT, Roles.READ, Roles.OPERATOR);

    private final List<String> faults = new ArrayList<>();

    public List<String> faults() {
        return List.copyOf(faults);
    }

    public void publicUrl(String url) {
        try {
            secured("gateway.public-url", URI.create(url.strip()));
        } catch (IllegalArgumentException e) {
            faults.add("gateway.public-url is not a URL");
        }
    }

    public void providerUrl(URI url) {
        secured("gateway.provider.kie.url", url);
    }

    /** The token is all that stands between the internet and the ledger. */
    public void secrets(List<String> secrets) {
        for (String secret : secrets) {
            if (weak(secret, SHORTEST_SECRET, LEAST_ENTROPY_BITS)) {
                faults.add("gateway.callback.secrets: each needs at least " + SHORTEST_SECRET
                        + " characters that nobody guesses; `openssl rand -hex 32` makes a good one");
            }
        }
    }

    /** The provider makes it, however it likes: a short or plain one is a part of it, or somebody's placeholder. */
    public void signatureKey(Optional<String> key) {
        boolean weak = key.map(String::strip)
                .filter(text -> weak(text, SHORTEST_SIGNATURE_KEY, LEAST_ENTROPY_BITS_OF_SIGNATURE_KEY))
                .isPresent();
        if (weak) {
            faults.add("gateway.callback.signature-key needs at least " + SHORTEST_SIGNATURE_KEY
                    + " characters that nobody guesses; leave it out where the account has no webhook key");
        }
    }

    private static boolean weak(String secret, int shortest, int leastBits) {
        return secret.length() < shortest || SecretStrength.bits(secret) < leastBits;
    }

    public void atLeast(String property, int least, int value) {
        if (value < least) {
            faults.add(property + " must be at least " + least);
        }
    }

    /** Two servers of one process may listen on one port, and then take turns: every other request gets a 404. */
    public void ports(int http, int management) {
        if (http == management && http != 0) {
            faults.add("quarkus.management.port must not be quarkus.http.port");
        }
    }

    public void positive(String property, Duration value) {
        if (value.isNegative() || value.isZero()) {
            faults.add(property + " must be a positive duration");
        }
    }

    public void callers(Map<String, CallerConfig> callers, boolean oidc) {
        if (callers.isEmpty() && !oidc) {
            faults.add("gateway.callers is empty and quarkus.oidc.tenant-enabled is false: nobody could call");
        }
        callers.forEach(this::caller);
        subjects(callers);
    }

    /**
     * Without an audience (or with {@code any}) a token that was made for another service is taken; without a claim
     * Quarkus takes {@code upn} or {@code preferred_username} first, which users of some issuers choose.
     */
    public void tokens(boolean oidc, Optional<String> audience, Optional<String> principalClaim) {
        if (oidc && audience.filter(name -> !name.equals("any")).isEmpty()) {
            faults.add("quarkus.oidc.token.audience is missing or any: tokens for other services would be taken");
        }
        if (oidc && principalClaim.isEmpty()) {
            faults.add("quarkus.oidc.token.principal-claim is missing: `sub`, or another claim that no user chooses");
        }
    }

    /** Whose generations would a token read that two callers claim? */
    private void subjects(Map<String, CallerConfig> callers) {
        Map<String, String> claimed = new HashMap<>();
        callers.forEach((name, caller) -> caller.subjects().orElse(Set.of()).forEach(subject -> {
            String other = claimed.put(subject, name);
            if (other != null) {
                faults.add("gateway.callers.\"" + name + "\".subjects and gateway.callers.\"" + other
                        + "\".subjects have one in common");
            }
        }));
    }

    public void pace(int limit, Duration period, int maxRunning) {
        atLeast("gateway.pace.limit", 1, limit);
        positive("gateway.pace.period", period);
        if (maxRunning < 0) {
            faults.add("gateway.pace.max-running must be 0 (no bound) or more");
        }
    }

    private void caller(String name, CallerConfig caller) {
        String property = "gateway.callers.\"" + name + "\".";
        if (!caller.keySha256().orElse(List.of()).stream().allMatch(digest -> digest.matches("[0-9a-fA-F]{64}"))) {
            faults.add(property + "key-sha256 must be 64 hex digits for each key");
        }
        if (caller.keySha256().isEmpty()
                && caller.keySha256File().isEmpty()
                && caller.subjects().isEmpty()) {
            faults.add(property + "key-sha256, key-sha256-file and subjects are missing: it could not call");
        }
        if (!caller.keySha256File().map(Files::isReadable).orElse(true)) {
            faults.add(property + "key-sha256-file cannot be read");
        }
        if (!ROLES.containsAll(caller.roles())) {
            faults.add(property + "roles holds an unknown role; there are submit, read, operator");
        }
        if (!(caller.weight() > 0) || caller.weight() > 1_000) {
            faults.add(property + "weight must be over 0 and at most 1000");
        }
        if (caller.dailyLimit().orElse(1) < 1) {
            faults.add(property + "daily-limit must be at least 1; leave it out for no limit");
        }
    }

    private void secured(String property, URI url) {
        boolean https = "https".equals(url.getScheme());
        boolean local = "http".equals(url.getScheme())
                && url.getHost() != null
                && PlaintextWarnings.LOOPBACK.contains(url.getHost());
        if (url.getHost() == null || !https && !local) {
            faults.add(property + " must be an https URL (http only on loopback)");
        }
    }
}
