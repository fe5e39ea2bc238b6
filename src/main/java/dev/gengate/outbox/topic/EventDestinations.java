package dev.gengate.outbox.topic;

import dev.gengate.access.CallersConfig;
import dev.gengate.access.CallersConfig.CallerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** To which topic a caller's events go, and whether they carry the input. */
@ApplicationScoped
public class EventDestinations {
    private final EventsConfig config;
    private final Map<String, CallerConfig> callers;
    private final Set<String> topics = new TreeSet<>();

    EventDestinations(EventsConfig config, CallersConfig callers) {
        this.config = config;
        this.callers = callers.byName();
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

    boolean withInput(String caller) {
        return of(caller)
                .flatMap(CallerConfig::eventsInput)
                .orElse(config.input())
                .equals("full");
    }

    /** Empty for a caller that is no longer configured. */
    private Optional<CallerConfig> of(String caller) {
        return Optional.ofNullable(callers.get(caller));
    }
}
