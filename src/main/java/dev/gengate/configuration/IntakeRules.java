package dev.gengate.configuration;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Rules across intakes, beyond the range of each value: a topic is one caller's, and nothing is read that the gateway writes. */
final class IntakeRules {
    private static final String INTAKE = "gateway.intake";
    private static final String CALLERS = "gateway.callers";
    private static final String REJECTED = ".rejected";

    private final Values values;
    private final Faults faults;

    IntakeRules(Values values, Faults faults) {
        this.values = values;
        this.faults = faults;
    }

    void check() {
        Map<String, String> taken = written();
        values.keys(INTAKE).forEach(name -> text(of(name, "topic")).ifPresent(topic -> {
            claim(taken, topic, of(name, "topic"));
            claim(taken, topic + REJECTED, of(name, "topic"));
        }));
        values.keys(INTAKE).forEach(name -> text(of(name, "caller")).ifPresent(caller -> caller(name, caller)));
    }

    /** The topics of events, by name. */
    private Map<String, String> written() {
        Map<String, String> topics = new HashMap<>();
        text("gateway.events.topic").ifPresent(topic -> topics.put(topic, "gateway.events.topic"));
        text("gateway.events.stored-topic").ifPresent(topic -> topics.put(topic, "gateway.events.stored-topic"));
        values.keys(CALLERS).forEach(name -> {
            String property = CALLERS + ".\"" + name + "\".topic";
            text(property).ifPresent(topic -> topics.put(topic, property));
        });
        return topics;
    }

    private void claim(Map<String, String> taken, String topic, String property) {
        String other = taken.put(topic, property);
        if (other != null && !other.equals(property)) {
            faults.add(property, "and " + other + " need a topic each, one with .rejected behind it included");
        }
    }

    private void caller(String name, String caller) {
        if (!values.keys(CALLERS).contains(caller)) {
            faults.add(of(name, "caller"), "is not a name of gateway.callers");
        } else if (!values.texts(CALLERS + ".\"" + caller + "\".roles").contains("submit")) {
            faults.add(of(name, "caller"), "must be a caller with the role submit");
        }
    }

    private Optional<String> text(String property) {
        return values.get(property, String.class);
    }

    private static String of(String intake, String what) {
        return INTAKE + ".\"" + intake + "\"." + what;
    }
}
