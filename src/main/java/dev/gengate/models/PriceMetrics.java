package dev.gengate.models;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;

/** Holds the price list against the bill. The two counters grow alike while the list is right. */
@Startup
@ApplicationScoped
public class PriceMetrics {
    /** Credits that successes were expected to cost, by model. */
    public static final String QUOTED = "gateway.price.quoted.credits";
    /** Credits that they did cost, by model. */
    public static final String CONSUMED = "gateway.price.consumed.credits";

    private final MeterRegistry registry;

    /** Registers what is served at the start: a counter that appears with its first event hides it. */
    PriceMetrics(MeterRegistry registry, ServedModels models) {
        this.registry = registry;
        models.names().forEach(model -> add(model, BigDecimal.ZERO, BigDecimal.ZERO));
    }

    /**
     * A success was billed. Where the price was a range, the nearest price within it was expected.
     *
     * @param least null if nobody knew it
     * @param most null if nobody knew it
     * @param consumed null if the provider does not say
     */
    public void billed(String model, BigDecimal least, BigDecimal most, BigDecimal consumed) {
        if (most != null && consumed != null) {
            BigDecimal from = least == null ? most : least;
            add(model, consumed.max(from).min(most), consumed);
        }
    }

    private void add(String model, BigDecimal quoted, BigDecimal consumed) {
        registry.counter(QUOTED, "model", model).increment(quoted.doubleValue());
        registry.counter(CONSUMED, "model", model).increment(consumed.doubleValue());
    }
}
