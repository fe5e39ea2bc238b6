package dev.gengate.custody.fetch;

import dev.gengate.custody.fetch.ResultHost.Resolver;
import dev.gengate.custody.fetch.ResultHost.Target;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Fetches results: the only calls to hosts that a message names. A name is looked up once, and the connection goes to the
 * very address that was checked. The provider's key is nowhere near.
 */
public final class Fetcher {
    static final String USER_AGENT = "generation-gateway";
    private static final int CONNECT_MILLIS = 5_000;
    /** So much more time for each that has come. */
    private static final long MILLIS_FOR_A_MEBIBYTE = 1_000;

    private static final long MEBIBYTE = 1 << 20;
    private static final Set<Integer> GONE = Set.of(401, 403, 404, 410);

    private final Vertx vertx;
    private final ResultHost hosts;
    private final Resolver resolver;
    private final long mostBytes;
    private final Duration patience;
    private final HttpClient client;

    /** @param patience how long a file may take; each mebibyte of it that has come adds a second */
    public Fetcher(
            Vertx vertx,
            ResultHost hosts,
            Resolver resolver,
            long mostBytes,
            Duration patience,
            HttpClientOptions options) {
        this.vertx = vertx;
        this.hosts = hosts;
        this.resolver = resolver;
        this.mostBytes = mostBytes;
        this.patience = patience;
        this.client = vertx.createHttpClient(options);
    }

    /**
     * No response is decompressed: a few bytes of it could fill a disk. A host may be silent for as long as a small file may
     * take.
     */
    public static HttpClientOptions options(int connections, Duration patience) {
        return new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeout((int) patience.toSeconds() + 1)
                .setMaxPoolSize(connections)
                .setKeepAliveTimeout(4)
                .setDecompressionSupported(false)
                .setVerifyHost(true)
                .setTrustAll(false)
                // do not send trace headers to foreign hosts
                .setTracingPolicy(TracingPolicy.IGNORE);
    }

    /** The file at that URL, written to that path; fails with a {@link FetchException}. */
    public Future<Fetched> fetch(String url, Path into) {
        Target target;
        try {
            target = hosts.target(url);
        } catch (FetchException refused) {
            return Future.failedFuture(refused);
        }
        return new Try(target, into).run();
    }

    /** One call. Its time grows with what has come: a large file has as long as it needs, and one that drips is ended. */
    private final class Try {
        private final Target target;
        private final Path into;
        private final long began = System.nanoTime();
        private final Promise<Fetched> end = Promise.promise();
        private volatile HttpClientRequest call;
        private volatile Download download;
        private volatile long timer;

        Try(Target target, Path into) {
            this.target = target;
            this.into = into;
        }

        Future<Fetched> run() {
            await(patience.toMillis());
            lookUp(target)
                    .compose(address -> client.request(options(target, address)))
                    .compose(request -> {
                        call = request;
                        if (end.future().isComplete()) {
                            throw new FetchException(FetchFault.TIMEOUT);
                        }
                        return exchange();
                    })
                    .onSuccess(end::tryComplete)
                    .onFailure(failure -> {
                        reset();
                        end.tryFail(new FetchException(FetchException.faultOf(failure, FetchFault.CONNECTION)));
                    });
            return end.future().onComplete(ended -> vertx.cancelTimer(timer)).onFailure(failed -> reset());
        }

        private void await(long millis) {
            timer = vertx.setTimer(millis, over -> {
                long left = millisLeft();
                if (left > 0) {
                    await(left);
                } else {
                    end.tryFail(new FetchException(FetchFault.TIMEOUT));
                }
            });
        }

        private long millisLeft() {
            long came = download == null ? 0 : download.bytes();
            long taken = (System.nanoTime() - began) / 1_000_000;
            return patience.toMillis() + came * MILLIS_FOR_A_MEBIBYTE / MEBIBYTE - taken;
        }

        private void reset() {
            if (call != null) {
                call.reset();
            }
        }

        private Future<Fetched> exchange() {
            SocketAddress peer = call.connection().remoteAddress();
            if (peer != null && !mayBeAt(target, peer)) {
                return Future.failedFuture(new FetchException(FetchFault.ADDRESS));
            }
            // without a handler each oddity of a host would be an error in the log
            call.connection().exceptionHandler(odd -> {});
            return call.send().compose(response -> {
                response.pause();
                // one that is refused is reset, which is no error for the log
                response.exceptionHandler(reset -> {});
                refuse(response, mostBytes);
                download = new Download(response, into, mostBytes, length(response));
                return vertx.fileSystem()
                        .open(into.toString(), new OpenOptions().setCreate(true).setTruncateExisting(true))
                        .transform(opened -> opened.failed()
                                ? Future.failedFuture(new FetchException(FetchFault.STORE))
                                : download.into(opened.result()));
            });
        }
    }

    private Future<InetAddress> lookUp(Target target) {
        return vertx.executeBlocking(
                () -> {
                    try {
                        return target.choose(resolver.resolve(target.host()));
                    } catch (UnknownHostException e) {
                        throw new FetchException(FetchFault.CONNECTION);
                    }
                },
                false);
    }

    private static RequestOptions options(Target target, InetAddress address) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setURI(target.path())
                .setFollowRedirects(false)
                .putHeader(HttpHeaders.USER_AGENT, USER_AGENT)
                .putHeader(HttpHeaders.ACCEPT, "*/*")
                .putHeader(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
    }

    /** Once more, of the connection that there is now. */
    private static boolean mayBeAt(Target target, SocketAddress peer) {
        try {
            // an address, never a name
            return target.mayBeAt(InetAddress.getByName(peer.hostAddress()));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static void refuse(HttpClientResponse response, long mostBytes) {
        int status = response.statusCode();
        if (status >= 300 && status < 400) {
            throw new FetchException(FetchFault.REDIRECT);
        }
        if (status != 200) {
            throw new FetchException(GONE.contains(status) ? FetchFault.GONE : FetchFault.STATUS);
        }
        String encoding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new FetchException(FetchFault.TYPE);
        }
        if (length(response) > mostBytes) {
            throw new FetchException(FetchFault.TOO_LARGE);
        }
    }

    /** -1 without one. */
    private static long length(HttpClientResponse response) {
        String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw new FetchException(FetchFault.TORN);
        }
    }
}
