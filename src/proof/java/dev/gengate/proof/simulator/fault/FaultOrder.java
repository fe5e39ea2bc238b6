package dev.gengate.proof.simulator.fault;

/**
 * One fault with its argument, as written in a marker: {@code late=800}, {@code code=500:TEXT}, {@code twice}.
 *
 * @param argument what follows the equals sign, or empty
 */
public record FaultOrder(Fault fault, String argument) {

    static FaultOrder parse(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        return new FaultOrder(Fault.ofMarker(name.strip()), equals < 0 ? "" : text.substring(equals + 1));
    }

    public long number(long fallback) {
        return argument.isEmpty() ? fallback : Long.parseLong(argument);
    }

    public String argumentOr(String fallback) {
        return argument.isEmpty() ? fallback : argument;
    }

    @Override
    public String toString() {
        return argument.isEmpty() ? fault.marker() : fault.marker() + "=" + argument;
    }
}
