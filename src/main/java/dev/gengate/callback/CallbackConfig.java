package dev.gengate.callback;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How genuine callbacks are told from forgeries. Holds secrets, so nothing of it is logged. */
@ConfigMapping(prefix = "gateway.callback")
public interface CallbackConfig {

    /**
     * Secrets of the token in the callback URL. The first signs, every one verifies. To rotate, add a new secret second
     * until every replica knows it, move it first, and drop the old one once no open generation carries its token.
     * Secret. No default.
     */
    List<String> secrets();

    /** The account's webhook key. If set, the provider's signature is required. Secret. Default: none, not required. */
    Optional<String> signatureKey();

    /** Longest distance of the signature's timestamp from now, either way (duration). Default: 5 min. */
    @WithDefault("PT5M")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration signatureTolerance();

    /**
     * Wrong tokens allowed per source and minute (count); the gateway answers 429 above it. 0 for no limit. Default:
     * 600.
     */
    @WithDefault("600")
    @Min(0)
    @Max(1_000_000)
    int failuresPerMinute();

    /** Header in which the proxy in front names the source; its last address counts. Default: none. */
    Optional<@Pattern(regexp = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}", message = "must be the name of a header") String>
            sourceHeader();

    /** Whether the gateway asks the provider for the outcome before it believes a callback. Default: false. */
    @WithDefault("false")
    boolean readBack();
}
