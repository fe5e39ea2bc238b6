package dev.gengate.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gengate.schedule.Beat;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Finds the caller of a key. Only SHA-256 digests are known here, and all of them are compared in constant time, so the
 * time of an answer reveals neither which callers exist nor how close a key is. Built at start-up, so that a fault
 * stops the start.
 */
@Startup
@ApplicationScoped
class CallerKeys {
    /** Key files that are bad now. */
    static final String BAD = "gateway.caller.keys.bad.files";

    private static final Logger LOG = Logger.getLogger(CallerKeys.class);

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final CallersConfig config;
    /** The digests of each caller as last read without a fault. */
    private final Map<String, List<byte[]>> digests = new TreeMap<>();

    /** The owner of each digest; two callers must not share a key. */
    private final Map<ByteBuffer, String> owners = new HashMap<>();

    private final Map<String, String> faults = new ConcurrentHashMap<>();

    private volatile List<Known> known;

    /** @throws IllegalStateException naming the property at fault */
    CallerKeys(CallersConfig config, MeterRegistry registry) {
        this.config = config;
        Gauge.builder(BAD, faults::size).register(registry);
        config.byName().keySet().forEach(this::read);
        this.known = all();
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

    /** Applies changes of key files, so that a key is replaced or withdrawn without a restart. */
    void start(@Observes StartupEvent event, Beat beat) {
        if (config.byName().values().stream()
                .anyMatch(caller -> caller.keySha256File().isPresent())) {
            beat.everyBlocking("reading of key files", EVERY, this::reload);
        }
    }

    /** Reads the files again. A caller whose file is unreadable or invalid keeps its previous keys. */
    synchronized void reload() {
        for (String name : config.byName().keySet()) {
            try {
                read(name);
                faults.remove(name);
            } catch (IllegalStateException e) {
                if (!e.getMessage().equals(faults.put(name, e.getMessage()))) {
                    LOG.errorf("keys of caller %s kept, the new ones are not usable: %s", name, e.getMessage());
                }
            }
        }
        known = all();
    }

    private void read(String name) {
        List<byte[]> read = KeyDigests.of(name, config.byName().get(name));
        for (byte[] digest : read) {
            String owner = owners.getOrDefault(ByteBuffer.wrap(digest), name);
            if (!owner.equals(name)) {
                throw new IllegalStateException("gateway.callers.\"" + name
                        + "\".key-sha256, or its file, has a key of the caller \"" + owner + "\"");
            }
        }
        digests.getOrDefault(name, List.of()).forEach(digest -> owners.remove(ByteBuffer.wrap(digest)));
        read.forEach(digest -> owners.put(ByteBuffer.wrap(digest), name));
        digests.put(name, read);
    }

    private List<Known> all() {
        return digests.entrySet().stream()
                .flatMap(caller -> {
                    Set<String> roles = config.byName().get(caller.getKey()).roles();
                    KeyHolder holder = new KeyHolder(caller.getKey(), Set.copyOf(roles));
                    return caller.getValue().stream().map(digest -> new Known(digest, holder));
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

    /** The owner of a key, and its roles. */
    record KeyHolder(String name, Set<String> roles) {}

    private record Known(byte[] digest, KeyHolder holder) {}
}
