package dev.gengate.outbox.topic;

import dev.gengate.access.CallersConfig;
import dev.gengate.access.CallersConfig.CallerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** To which topic a caller's events go, and whether they carry the input. */
@ApplicationScoped
public class EventDestinations {
    private final EventsConfig config;
    private final Map<String, CallerConfig> callers;
    /** Whether a caller may have no configuration: the subject of a token. */
    private final boolean tokens;

    private final Set<String> topics = new TreeSet<>();

    EventDestinations(
            EventsConfig config,
            CallersConfig callers,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean tokens) {
        this.config = config;
        this.callers = callers.byName();
        this.tokens = tokens;
        topics.add(config.topic());
        this.callers.values().forEach(caller -> caller.topic().ifPresent(topics::add));
    }

    /** All topics that events may go to. */
    public Set<String> topics() {
        return topics;
    }

    String topicOf(String caller) {
        return of(caller).flatMap(CallerConfig::topic).orElse(config.topic());
    }

    /** To which topic the event of what was stored late goes: to the caller's own too, where it has one. */
    String storedTopicOf(String caller) {
        return of(caller).flatMap(CallerConfig::topic).orElse(config.storedTopic());
    }

    /** That of all callers without one of their own. */
    public String storedTopic() {
        return config.storedTopic();
    }

    /** None of a caller that was removed: what kept it from the common topic may have been removed with it. */
    boolean withInput(String caller) {
        boolean removed = !tokens && of(caller).isEmpty();
        return !removed
                && of(caller)
                        .flatMap(CallerConfig::eventsInput)
                        .orElse(config.input())
                        .equals("full");
    }

    /** Empty for a caller that is no longer configured, and for the subject of a token. */
    private Optional<CallerConfig> of(String caller) {
        return Optional.ofNullable(callers.get(caller));
    }
}
