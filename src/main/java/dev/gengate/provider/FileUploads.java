package dev.gengate.provider;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The provider's own upload, on another host than its API: it keeps files for a day, and everybody who has the URL can
 * read them. Streams, so that nothing of a file is held here. Made when it is first used.
 */
@ApplicationScoped
public class FileUploads {
    private static final String PATH = "/api/file-stream-upload";
    private static final int MOST_CONNECTIONS = 256;

    private final Vertx vertx;
    private final ProviderConfig config;
    private final ProviderMetrics metrics;
    private HttpClient client;

    FileUploads(Vertx vertx, ProviderConfig config, ProviderMetrics metrics) {
        this.vertx = vertx;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Begins one, with the key of that account; fails if nobody is there.
     *
     * @param name under which it is kept: the same name again would overwrite it
     * @param bytes of the file; -1 while nobody knows
     */
    public Future<FileUpload> begin(String account, String name, String mediaType, long bytes) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(config.uploadUrl().toString().replaceAll("/+$", "") + PATH)
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.AUTHORIZATION, KieClient.bearer(key(account)))
                .putHeader(HttpHeaders.USER_AGENT, KieClient.USER_AGENT);
        return client().request(options).map(request -> new FileUpload(vertx, request, config.uploadTimeout(), account)
                .begin(name, mediaType, bytes));
    }

    /** Counts the answer and times it from the last byte sent. */
    public Uni<UploadResult> end(FileUpload upload) {
        Uni<UploadResult> answer =
                Uni.createFrom().completionStage(() -> upload.end().toCompletionStage());
        return metrics.timed(upload.account(), ProviderMetrics.FILE_UPLOAD, ProviderMetrics::outcome, answer);
    }

    private String key(String account) {
        return config.accounts().isEmpty()
                ? config.apiKey().orElse("")
                : config.accounts().get(account).apiKey();
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = vertx.createHttpClient(new HttpClientOptions()
                    .setConnectTimeout((int) config.connectTimeout().toMillis())
                    .setIdleTimeout((int) Math.max(1, config.uploadTimeout().toSeconds() + 1))
                    .setKeepAliveTimeout((int) Math.max(1, config.keepAlive().toSeconds()))
                    .setMaxPoolSize(MOST_CONNECTIONS)
                    .setVerifyHost(true)
                    .setTrustAll(false)
                    .setTracingPolicy(TracingPolicy.IGNORE));
        }
        return client;
    }
}
