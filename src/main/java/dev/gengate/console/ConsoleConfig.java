package dev.gengate.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The console at {@code /console/}. */
@ConfigMapping(prefix = "gateway.console")
public interface ConsoleConfig {

    /** Whether it is served. Default: false. */
    @WithDefault("false")
    boolean enabled();

    /** Where results may be shown from, as a Content-Security-Policy has sources. Default: https:. */
    @WithDefault("https:")
    List<@Pattern(regexp = "[A-Za-z0-9:/.*-]+", message = "must be sources of a Content-Security-Policy") String>
            resultSources();

    /**
     * Links of a generation to other places, such as its log: each a URL in which {@code {id}}, {@code {taskId}} and the
     * other fields of the API stand for the generation's. Default: none.
     */
    Map<String, @Pattern(regexp = "https?://.*", message = "must be an http or https URL") String> links();

    /** How people sign in where OIDC is configured. */
    SignIn signIn();

    /** Authorization code with PKCE at the issuer of {@code quarkus.oidc.auth-server-url}. */
    interface SignIn {
        /** The console's id there: a public client whose redirect URI is the console's address. Default: none, no sign-in. */
        Optional<String> clientId();

        /** What is asked for, so that the access token has the audience and the roles. Default: openid. */
        @WithDefault("openid")
        String scope();
    }
}
