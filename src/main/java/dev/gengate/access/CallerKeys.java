package dev.gengate.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Finds the caller of a key. Only SHA-256 digests are known here, and every one of them is compared, in constant time:
 * how long an answer takes tells neither which callers exist nor how near a key is to one of theirs.
 */
@ApplicationScoped
class CallerKeys {
    private static final Logger LOG = Logger.getLogger(CallerKeys.class);

    private final CallersConfig config;
    private volatile List<Known> known;

    CallerKeys(CallersConfig config) {
        this.config = config;
        this.known = read();
    }

    Optional<KeyHolder> holderOf(String key) {
        byte[] presented = sha256(key);
        KeyHolder holder = null;
        for (Known candidate : known) {
            if (MessageDigest.isEqual(candidate.digest, presented)) {
                holder = candidate.holder;
            }
        }
        return Optional.ofNullable(holder);
    }

    /** Reads the files again. What cannot be read, or is no digest, leaves the keys as they were. */
    void reload() {
        try {
            known = read();
        } catch (IllegalStateException e) {
            LOG.errorf("keys of callers stay as they were: %s", e.getMessage());
        }
    }

    private List<Known> read() {
        return config.byName().entrySet().stream()
                .flatMap(caller -> {
                    KeyHolder holder = new KeyHolder(
                            caller.getKey(), Set.copyOf(caller.getValue().roles()));
                    return KeyDigests.of(caller.getKey(), caller.getValue()).stream()
                            .map(digest -> new Known(digest, holder));
                })
                .toList();
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Whose key it is, and what it opens. */
    record KeyHolder(String name, Set<String> roles) {}

    private record Known(byte[] digest, KeyHolder holder) {}
}
