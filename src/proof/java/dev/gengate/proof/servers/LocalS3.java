package dev.gengate.proof.servers;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A server of S3 on loopback that keeps objects in memory: put, get, head and delete with the bucket in the path. It
 * verifies every signature and what a request says of its bytes, and misbehaves to order.
 */
public final class LocalS3 implements AutoCloseable {
    public static final String KEY = "local-access-key";
    public static final String SECRET = "local-secret-key-of-the-store";
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    private static final String HOST = "localhost";
    private static final String CHECKSUM = "x-amz-checksum-sha256";

    private final Vertx vertx = Vertx.vertx();
    private final SigV4 signatures = new SigV4(KEY, SECRET);
    private final Map<String, Stored> objects = new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger signedAsAWhole = new AtomicInteger();
    private final AtomicInteger puts = new AtomicInteger();
    private final Map<String, Runnable> afterPut = new ConcurrentHashMap<>();
    private volatile long slow;
    private volatile long mostBytes = Long.MAX_VALUE;
    private volatile boolean damages;
    private volatile boolean closed;
    private final HttpServer server;

    /** One object. @param since when it was first put, epoch milliseconds */
    public record Stored(byte[] bytes, String mediaType, long since) {}

    private LocalS3() {
        server = vertx.createHttpServer(
                        new HttpServerOptions().setReusePort(false).setHttp2ClearTextEnabled(false))
                .requestHandler(this::handle);
    }

    /** On a free port. */
    public static LocalS3 start() {
        return start(0);
    }

    public static LocalS3 start(int port) {
        LocalS3 store = new LocalS3();
        Blocking.await(store.server.listen(port, HOST));
        return store;
    }

    public URI url() {
        return URI.create("http://" + HOST + ":" + server.actualPort());
    }

    /** The object of a path, {@code bucket/key}. */
    public Optional<Stored> object(String path) {
        return Optional.ofNullable(objects.get(path));
    }

    /** All paths. */
    public Set<String> paths() {
        return new TreeSet<>(objects.keySet());
    }

    /** The next so many requests are answered 503. */
    public void fails(int requests) {
        failures.set(requests);
    }

    /** Every answer takes so long. */
    public void slow(long millis) {
        slow = millis;
    }

    /** Objects of more bytes are refused. */
    public void takesUpTo(long bytes) {
        mostBytes = bytes;
    }

    /** Whether connections are closed without a word. */
    public void down(boolean away) {
        closed = away;
    }

    /** Whether a byte of each object is another one behind the edge, where only the checksum that it announces tells. */
    public void damages(boolean now) {
        damages = now;
    }

    /** Does that once, when the client of that name has put an object and has no answer yet. */
    public void afterPut(String client, Runnable work) {
        afterPut.put(client, work);
    }

    /** No longer; false when it is being done, or was. */
    public boolean nothingAfterPut(String client) {
        return afterPut.remove(client) != null;
    }

    /** Objects whose bytes were signed, not only their checksum: the client held each in memory as a whole for that. */
    public int signedAsAWhole() {
        return signedAsAWhole.get();
    }

    /** Requests whose signature or bytes were wrong. */
    public int refused() {
        return refused.get();
    }

    /** Objects put, again ones included. */
    public int puts() {
        return puts.get();
    }

    private void handle(HttpServerRequest request) {
        if (closed) {
            request.connection().close();
            return;
        }
        request.body().onSuccess(body -> {
            if (slow > 0) {
                vertx.setTimer(slow, timer -> answer(request, body));
            } else {
                answer(request, body);
            }
        });
    }

    private void answer(HttpServerRequest request, Buffer body) {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            error(request, 503, "SlowDown");
        } else if (!signatures.signed(request)) {
            refused.incrementAndGet();
            error(request, 403, "SignatureDoesNotMatch");
        } else {
            answerSigned(request, body.getBytes());
        }
    }

    private void answerSigned(HttpServerRequest request, byte[] body) {
        String path = request.path().substring(1);
        switch (request.method().name()) {
            case "PUT" -> put(request, path, body);
            case "GET", "HEAD" -> {
                if ("2".equals(request.getParam("list-type"))) {
                    list(request, path);
                } else {
                    get(request, path);
                }
            }
            case "DELETE" -> {
                objects.remove(path);
                request.response().setStatusCode(204).end();
            }
            default -> error(request, 405, "MethodNotAllowed");
        }
    }

    private void put(HttpServerRequest request, String path, byte[] body) {
        String sent = HexFormat.of().formatHex(SigV4.sha256(body));
        damage(body);
        byte[] sum = SigV4.sha256(body);
        String announced = request.getHeader(CHECKSUM);
        String signed = request.getHeader("x-amz-content-sha256");
        boolean asAnnounced =
                announced == null || announced.equals(Base64.getEncoder().encodeToString(sum));
        boolean asSigned = signed.equals("UNSIGNED-PAYLOAD") || signed.equals(sent);
        if (!asAnnounced || !asSigned) {
            refused.incrementAndGet();
            error(request, 400, "BadDigest");
            return;
        }
        if (body.length > mostBytes) {
            error(request, 400, "EntityTooLarge");
            return;
        }
        puts.incrementAndGet();
        signedAsAWhole.addAndGet(signed.equals(sent) ? 1 : 0);
        Stored stored = new Stored(body, request.getHeader("Content-Type"), System.currentTimeMillis());
        objects.merge(path, stored, (old, again) -> new Stored(again.bytes(), again.mediaType(), old.since()));
        tell(request.getHeader("User-Agent"));
        request.response()
                .putHeader("ETag", "\"" + HexFormat.of().formatHex(sum, 0, 16) + "\"")
                .end();
    }

    private void damage(byte[] body) {
        if (damages && body.length > 0) {
            body[body.length - 1] ^= 1;
        }
    }

    private void tell(String agent) {
        afterPut.keySet().stream()
                .filter(client -> agent != null && agent.contains(client))
                .map(afterPut::remove)
                .filter(Objects::nonNull)
                .forEach(Runnable::run);
    }

    private void get(HttpServerRequest request, String path) {
        Stored object = objects.get(path);
        if (object == null) {
            error(request, 404, "NoSuchKey");
            return;
        }
        HttpServerResponse response = request.response().putHeader("Content-Type", object.mediaType());
        if (request.method().name().equals("HEAD")) {
            response.putHeader("Content-Length", Integer.toString(object.bytes().length))
                    .end();
        } else {
            response.end(Buffer.buffer(object.bytes()));
        }
    }

    private void list(HttpServerRequest request, String bucket) {
        String prefix = bucket.replaceAll("/$", "") + "/";
        String after = request.getParam("start-after");
        String keys = paths().stream()
                .filter(path -> path.startsWith(prefix + request.getParam("prefix")))
                .map(path -> path.substring(prefix.length()))
                .filter(key -> after == null || key.compareTo(after) > 0)
                .limit(Integer.parseInt(request.getParam("max-keys")))
                .map("<Contents><Key>%s</Key></Contents>"::formatted)
                .collect(Collectors.joining());
        request.response()
                .putHeader("Content-Type", "application/xml")
                .end(XML + "<ListBucketResult><IsTruncated>false</IsTruncated>" + keys + "</ListBucketResult>");
    }

    private static void error(HttpServerRequest request, int status, String code) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/xml")
                .end(XML + "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>");
    }

    @Override
    public void close() {
        Blocking.await(vertx.close());
    }
}
