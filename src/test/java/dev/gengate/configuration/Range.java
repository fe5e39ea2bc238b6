package dev.gengate.configuration;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** From what to what a value may be, as the constraints beside its getter say; empty for no bound. */
record Range(Optional<String> least, Optional<String> most) {

    static Range of(Method getter) {
        return new Range(
                one(getter, Min.class, min -> Long.toString(min.value()))
                        .or(() -> one(getter, DecimalMin.class, DecimalMin::value))
                        .or(() -> one(getter, DurationMin.class, Range::least)),
                one(getter, Max.class, max -> Long.toString(max.value()))
                        .or(() -> one(getter, DecimalMax.class, DecimalMax::value))
                        .or(() -> one(getter, DurationMax.class, Range::most)));
    }

    boolean closed() {
        return least.isPresent() && most.isPresent();
    }

    /** As in the table of docs/configuration.md. */
    String text() {
        return least.map(from -> from + " – " + most.orElse("")).orElse("").strip();
    }

    private static String least(DurationMin min) {
        return text(Duration.ofMillis(min.millis())
                .plusSeconds(min.seconds())
                .plusMinutes(min.minutes())
                .plusHours(min.hours())
                .plusDays(min.days()));
    }

    private static String most(DurationMax max) {
        return text(Duration.ofMillis(max.millis())
                .plusSeconds(max.seconds())
                .plusMinutes(max.minutes())
                .plusHours(max.hours())
                .plusDays(max.days()));
    }

    private static String text(Duration duration) {
        boolean days = duration.toHours() > 24 && duration.toHours() % 24 == 0;
        return days ? "P" + duration.toDays() + "D" : duration.toString().substring("PT".length());
    }

    private static <A extends Annotation> Optional<String> one(
            Method getter, Class<A> constraint, Function<A, String> text) {
        return Optional.ofNullable(getter.getAnnotation(constraint)).map(text);
    }
}
