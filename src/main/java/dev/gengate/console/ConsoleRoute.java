package dev.gengate.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gengate.http.RouteOrder;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * {@code /console/}, on the port of the API, of which an ingress has nothing but the callbacks. Nothing is registered, and
 * no file read, where it is off. The files hold no secret: the key is the user's, and goes into the API's own header.
 */
@ApplicationScoped
class ConsoleRoute {
    private static final String ROOT = "/console/";
    private static final String CONFIG = "config.json";

    /** No inline script or style, nothing from another host but results, no frame, no form that leaves, no HTML from text. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'%2$s; img-src 'self' blob: %1$s;"
                    + " media-src 'self' blob: %1$s; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                    + " require-trusted-types-for 'script'; trusted-types 'none'";

    private final ConsoleConfig config;
    private final Optional<URI> issuer;
    private final Optional<List<String>> usageBy;
    private final ObjectMapper json;

    ConsoleRoute(
            ConsoleConfig config,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<URI> issuer,
            @ConfigProperty(name = "gateway.usage.by") Optional<List<String>> usageBy,
            ObjectMapper json) {
        this.config = config;
        this.issuer = issuer.filter(url -> config.signIn().clientId().isPresent());
        this.usageBy = usageBy;
        this.json = json;
    }

    void register(@Observes Router router) {
        if (!config.enabled()) {
            return;
        }
        Map<String, Buffer> files = ConsoleFiles.read();
        files.put(CONFIG, settings());
        String policy = POLICY.formatted(
                String.join(" ", config.resultSources()),
                issuer.map(url -> " " + url.resolve("/")).orElse(""));
        router.get("/console/*").order(RouteOrder.CONSOLE).handler(context -> answer(context, files, policy));
    }

    private Buffer settings() {
        try {
            Map<String, Object> settings = new LinkedHashMap<>(Map.of("links", config.links()));
            usageBy.ifPresent(keys -> settings.put("usageBy", keys));
            issuer.ifPresent(url -> settings.put("signIn", signIn(url)));
            return Buffer.buffer(json.writeValueAsBytes(settings));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts can be written", e);
        }
    }

    private Map<String, String> signIn(URI url) {
        ConsoleConfig.SignIn client = config.signIn();
        return Map.of("issuer", url.toString(), "clientId", client.clientId().orElseThrow(), "scope", client.scope());
    }

    /** Its files are named relatively. */
    private static void toRoot(RoutingContext context) {
        context.response()
                .setStatusCode(307)
                .putHeader(HttpHeaders.LOCATION, ROOT)
                .end();
    }

    private static void answer(RoutingContext context, Map<String, Buffer> files, String policy) {
        String path = context.request().path();
        if (path.length() < ROOT.length()) {
            toRoot(context);
            return;
        }
        String name = path.equals(ROOT) ? ConsoleFiles.INDEX : path.substring(ROOT.length());
        Buffer file = files.get(name);
        if (file == null) {
            context.next();
            return;
        }
        guard(context.response().headers(), policy).set(HttpHeaders.CONTENT_TYPE, ConsoleFiles.type(name));
        context.response().end(file);
    }

    private static MultiMap guard(MultiMap headers, String policy) {
        return headers.set("Content-Security-Policy", policy)
                .set("X-Content-Type-Options", "nosniff")
                .set("X-Frame-Options", "DENY")
                .set("Referrer-Policy", "no-referrer")
                .set("Cross-Origin-Opener-Policy", "same-origin")
                .set("Cross-Origin-Resource-Policy", "same-origin")
                .set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
                .set(HttpHeaders.CACHE_CONTROL, "no-cache");
    }
}
