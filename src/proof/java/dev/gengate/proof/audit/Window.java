package dev.gengate.proof.audit;

import dev.gengate.proof.faults.Disruption;

/**
 * When something was wrong; epoch milliseconds.
 *
 * @param end when it was set right again
 */
public record Window(Disruption.Kind kind, long begin, long end) {
    boolean concernsAll() {
        return kind.concernsAll();
    }
}
