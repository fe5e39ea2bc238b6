package dev.gengate.provider;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The only door to kie.ai. None of its answers ever fails or blocks: every mishap is a case of the result. */
@ApplicationScoped
public class KieProvider {

    /** Asks the provider to create a task. */
    public Uni<SubmitResult> submit(TaskRequest request) {
        throw new UnsupportedOperationException();
    }

    /** Asks the provider how a task stands. */
    public Uni<TaskReport> task(String taskId) {
        throw new UnsupportedOperationException();
    }

    /** Asks the provider what is left on the account. */
    public Uni<CreditReport> credits() {
        throw new UnsupportedOperationException();
    }

    /** False while the circuit breaker is open: then there is no point in claiming anything to submit. */
    public boolean callable() {
        return true;
    }
}
