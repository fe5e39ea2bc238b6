package dev.gengate.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.valueextraction.Unwrapping;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Who may call: {@code gateway.callers."name".*}. */
@ConfigMapping(prefix = "gateway.callers")
public interface CallersConfig {

    /** By caller name; generations and events carry it. */
    @WithParentName
    Map<String, CallerConfig> byName();

    /** One internal service. It has keys, subjects, or both; one that is being removed has none, and a topic or events-input. */
    interface CallerConfig {
        /** SHA-256 of each of its keys, 64 hex digits; several while a key is being replaced. Default: none. */
        Optional<List<@Pattern(regexp = "[0-9a-fA-F]{64}", message = "must be 64 hex digits for each key") String>>
                keySha256();

        /** A file with more such digests, one per line, read again while the gateway runs. Default: none. */
        Optional<Path> keySha256File();

        /** Its subjects in OIDC tokens, by {@code quarkus.oidc.token.principal-claim}. Default: none. */
        Optional<Set<String>> subjects();

        /** Any of submit, read, operator, content. Default: submit, read. */
        @WithDefault("submit,read")
        Set<
                        @Pattern(
                                regexp = Roles.SUBMIT + "|" + Roles.READ + "|" + Roles.OPERATOR + "|" + Roles.CONTENT,
                                message = "holds an unknown role; there are submit, read, operator, content")
                        String>
                roles();

        /** Its share of the provider's limit relative to other waiting callers (positive number). Default: 1. */
        @WithDefault("1")
        @DecimalMin("0.001")
        @DecimalMax("1000")
        double weight();

        /** Submissions it may make on one day (UTC); replays of an idempotency key do not count. Default: no limit. */
        @Min(value = 1, message = "must be at least 1; leave it out for no limit")
        @Max(1_000_000_000)
        OptionalInt dailyLimit();

        /** Credits that its generations may cost together. */
        BudgetConfig budget();

        /**
         * The models that it may use of those that are served: names with {@code *} for any characters. Default: all of
         * them.
         */
        Optional<List<String>> models();

        /** The accounts at the provider that may serve it. Default: all of them. */
        Optional<List<String>> accounts();

        /** The topic of its events, as Kafka allows it. Default: that of {@code gateway.events.topic}. */
        Optional<
                        @Pattern(
                                regexp = "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}",
                                message = "must be 1 to 249 letters, digits, dots, underscores and dashes")
                        String>
                topic();

        /** Whether its events carry the input, prompt included: full or none. Default: {@code gateway.events.input}. */
        Optional<@Pattern(regexp = "full|none", message = "must be full or none") String> eventsInput();
    }

    /** Credits in a period, UTC: reserved when a generation is accepted, settled when it has ended. */
    interface BudgetConfig {
        /** On one day. Default: no bound. */
        @DecimalMin(value = "0", payload = Unwrapping.Unwrap.class)
        @DecimalMax(value = "1000000000", payload = Unwrapping.Unwrap.class)
        Optional<BigDecimal> day();

        /** A file with both, read again every 2 s; it holds in place of them. Default: none. */
        Optional<Path> file();

        /** In one month. Default: no bound. */
        @DecimalMin(value = "0", payload = Unwrapping.Unwrap.class)
        @DecimalMax(value = "1000000000", payload = Unwrapping.Unwrap.class)
        Optional<BigDecimal> month();
    }
}
