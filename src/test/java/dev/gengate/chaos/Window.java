package dev.gengate.chaos;

/**
 * When something was wrong; epoch milliseconds.
 *
 * @param end when it was set right again
 */
record Window(Disruption.Kind kind, long begin, long end) {
    boolean concernsAll() {
        return kind.concernsAll();
    }
}
