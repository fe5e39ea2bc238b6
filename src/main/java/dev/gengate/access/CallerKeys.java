package dev.gengate.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the caller of a key. Only SHA-256 digests are known here; every one is compared, in constant time. */
@ApplicationScoped
class CallerKeys {
    private final List<Known> known = new ArrayList<>();

    CallerKeys(CallersConfig config) {
        config.byName().forEach((name, caller) -> caller.keySha256()
                .forEach(digest ->
                        known.add(new Known(digest(name, digest), new KeyHolder(name, Set.copyOf(caller.roles()))))));
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

    private static byte[] digest(String name, String hex) {
        if (!hex.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalStateException("gateway.callers.\"" + name + "\".key-sha256 is not 64 hex digits");
        }
        return HexFormat.of().parseHex(hex);
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
