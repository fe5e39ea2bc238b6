package dev.gengate.provider;

import dev.gengate.generation.AdmissionRules;
import dev.gengate.models.Catalogue;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** How long a task may take, from its submission: the deployment's times, and those of the model. */
@ApplicationScoped
public class TaskTimes {
    private final AdmissionRules rules;
    private final Catalogue models;

    TaskTimes(AdmissionRules rules, Catalogue models) {
        this.rules = rules;
        this.models = models;
    }

    /** How long to be silent before the first poll. */
    public Duration firstPoll(String model) {
        return models.runningTimeOf(model).firstPoll(rules.firstPoll());
    }

    /** How long a result is awaited. */
    public Duration deadline(String model) {
        return models.runningTimeOf(model).deadline(rules.resultDeadline());
    }
}
