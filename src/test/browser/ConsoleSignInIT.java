package dev.gengate.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.ThrowAwayAuthority;
import dev.gengate.proof.servers.TokenIssuer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in to the console at an issuer, in Debian's Chromium. */
@Tag("gate")
class ConsoleSignInIT {
    private static final String AUDIENCE = "generation-gateway";

    @TempDir
    private Path folder;

    private final List<String> faults = new ArrayList<>();

    @Test
    void whoSignsInAtTheIssuerIsInTheConsoleAndAForeignCodeIsNot() {
        ThrowAwayAuthority authority = new ThrowAwayAuthority(folder).signs("server");
        try (TokenIssuer issuer = new TokenIssuer(authority);
                PackagedGateway gateway =
                        PackagedGateway.start(environment(issuer, authority)).awaitReady();
                Chromium chromium = new Chromium()) {
            issuer.signsIn(() -> issuer.token("alice", AUDIENCE, "first", issuer.publishes("first")));
            Page page = chromium.browser()
                    .newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true))
                    .newPage();
            page.onConsoleMessage(message -> {
                if (message.text().contains("Content Security Policy")) {
                    faults.add(message.text());
                }
            });

            page.navigate(gateway.uri() + "/console/?code=stolen&state=foreign#/queue");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("did not begin in this tab");

            page.navigate(gateway.uri() + "/console/#/queue");
            page.reload();
            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Sign in"))
                    .click();

            assertThat(page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setLevel(1)))
                    .containsText("Queue");
            assertFalse(page.url().contains("code="), "the code stays in the address");

            page.navigate(gateway.uri() + "/console/#/playground");
            page.locator("textarea[name=prompt]").fill("typed before the token ran out");
            page.evaluate("sessionStorage.setItem('gateway.key', 'one.that.ran-out')");
            page.evaluate("sessionStorage.setItem('gateway.signed',"
                    + " JSON.stringify({...JSON.parse(sessionStorage.getItem('gateway.signed')), at: 0}))");
            page.waitForRequest(
                    request -> "POST".equals(request.method())
                            && request.url().startsWith(issuer.url().toString()),
                    () -> page.navigate(gateway.uri() + "/console/#/queue"));
            assertThat(page.getByText("free calls")).isVisible();
            page.navigate(gateway.uri() + "/console/#/playground");
            assertThat(page.locator("textarea[name=prompt]")).hasValue("typed before the token ran out");
            assertEquals(List.of(), faults);
        }
    }

    private static Map<String, String> environment(TokenIssuer issuer, ThrowAwayAuthority authority) {
        Map<String, String> environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        environment.put("GATEWAY_CONSOLE_ENABLED", "true");
        environment.put("GATEWAY_CONSOLE_SIGN_IN_CLIENT_ID", "console");
        environment.put("GATEWAY_CALLERS__ADS__SUBJECTS", "alice");
        environment.put("GATEWAY_CALLERS__ADS__ROLES", "read");
        environment.put("QUARKUS_OIDC_TENANT_ENABLED", "true");
        environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", issuer.url().toString());
        environment.put("QUARKUS_OIDC_TOKEN_AUDIENCE", AUDIENCE);
        environment.put("QUARKUS_OIDC_TOKEN_PRINCIPAL_CLAIM", "sub");
        environment.put(
                "QUARKUS_TLS_ISSUER_TRUST_STORE_PEM_CERTS",
                authority.certificateFile().toString());
        environment.put("QUARKUS_OIDC_TLS_TLS_CONFIGURATION_NAME", "issuer");
        return environment;
    }
}
