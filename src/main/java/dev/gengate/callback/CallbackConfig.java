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

/** How callbacks are told from forgeries. Nothing of it is ever logged, since it holds secrets. */
@ConfigMapping(prefix = "gateway.callback")
public interface CallbackConfig {

    /**
     * Secrets of the token in the callback URL. The first signs, every one verifies: put a new one second until every
     * replica knows it, then first, and drop the old one once no open generation carries its token. Secret. No default.
     */
    List<String> secrets();

    /** The account's webhook key; set, the provider's signature is required. Secret. Default: none, not required. */
    Optional<String> signatureKey();

    /** How far the signature's timestamp may be from now, either way (duration). Default: 5 min. */
    @WithDefault("PT5M")
    @DurationMin(seconds = 1)
    @DurationMax(hours = 1)
    Duration signatureTolerance();

    /** Wrong tokens of one source in a minute (count); what is over it is answered 429. 0 for no limit. Default: 600. */
    @WithDefault("600")
    @Min(0)
    @Max(1_000_000)
    int failuresPerMinute();

    /** Header in which the proxy before the gateway names the source; its last address counts. Default: none. */
    Optional<@Pattern(regexp = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}", message = "must be the name of a header") String>
            sourceHeader();

    /** Whether an outcome is asked back from the provider before it is believed. Default: false. */
    @WithDefault("false")
    boolean readBack();
}
