package dev.gengate.provider;

import dev.gengate.provider.answer.ProviderAnswer;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.client.api.LoggingScope;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/** Builds the REST client from {@link ProviderConfig}, so that one set of properties configures it. */
final class KieClient {
    static final String USER_AGENT = "generation-gateway";

    /** How often expired connections are removed; the default of 1 s would add a second to their lifetime. */
    private static final int POOL_CLEANER_PERIOD_MILLIS = 250;

    private KieClient() {}

    /** @param apiKey of the account that the client is for */
    static KieApi build(ProviderConfig config, String apiKey) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(config.url())
                .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                // the client uses this for the wait for a connection and, unless set below, for the answer too
                .readTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                // as a property, since a size set on the options is overwritten
                .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, config.maxConnections())
                .httpClientOptionsCustomizer(options -> pool(options, config))
                .httpClientRequestCustomizer(request -> limit(request, config))
                // the key must never follow a redirect
                .followRedirects(false)
                // every status is an answer here, not an exception
                .disableDefaultMapper(true)
                // the client's own log would show the key and the prompt
                .loggingScope(LoggingScope.NONE)
                .userAgent(USER_AGENT)
                .register(new CreateTask.Writer())
                .property(QuarkusRestClientProperties.STATIC_HEADERS, Map.of(HttpHeaders.AUTHORIZATION, bearer(apiKey)))
                .build(KieApi.class);
    }

    static String bearer(String apiKey) {
        String key = apiKey.strip();
        if (!key.matches("[!-~]+")) {
            throw new IllegalStateException(
                    "an api-key of gateway.provider.kie is empty or holds a character that keys never contain");
        }
        return "Bearer " + key;
    }

    private static void pool(HttpClientOptions options, ProviderConfig config) {
        options.setKeepAlive(true)
                .setKeepAliveTimeout(Math.max(1, (int) config.keepAlive().toSeconds()))
                .setPoolCleanerPeriod(POOL_CLEANER_PERIOD_MILLIS)
                .setTcpKeepAlive(true);
    }

    private static void limit(HttpClientRequest request, ProviderConfig config) {
        request.idleTimeout(config.readTimeout().toMillis());
        request.response().onSuccess(response -> {
            response.handler(new BodyLimit(request));
            // an answer must not be lost because the REST client fails on its declared content type
            response.headers().remove(HttpHeaders.CONTENT_TYPE);
        });
    }

    /** Cuts off an answer that grows too large, so that an endless one cannot fill the memory. */
    private static final class BodyLimit implements Handler<Buffer> {
        private final HttpClientRequest request;
        private long received;

        BodyLimit(HttpClientRequest request) {
            this.request = request;
        }

        @Override
        public void handle(Buffer chunk) {
            received += chunk.length();
            if (received > ProviderAnswer.LARGEST_BODY) {
                request.reset();
            }
        }
    }
}
