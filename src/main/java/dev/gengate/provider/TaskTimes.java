package dev.gengate.provider;

import dev.gengate.generation.AdmissionRules;
import dev.gengate.generation.DeadlineConfig;
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

    /** How long to wait for the callback of a task whose id is not known: it comes when the task ends. */
    public Duration confirmation(String model) {
        Duration ofAMinute = rules.confirmationDeadline();
        Duration longest = DeadlineConfig.longestConfirmation(rules.resultDeadline(), ofAMinute);
        return models.runningTimeOf(model).confirmation(ofAMinute, longest);
    }

    /** How long a result is awaited. */
    public Duration deadline(String model) {
        return models.runningTimeOf(model).deadline(rules.resultDeadline());
    }
}
