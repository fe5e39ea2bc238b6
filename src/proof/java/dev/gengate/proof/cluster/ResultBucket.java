package dev.gengate.proof.cluster;

import dev.gengate.proof.servers.LocalS3;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A bucket of a server of S3 that misbehaves to order. */
public final class ResultBucket implements ResultStore {
    private static final String BUCKET = "results";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final LocalS3 server = LocalS3.start();
    private final Path incoming;

    /** @param incoming where results are until they are put */
    ResultBucket(Path incoming) {
        this.incoming = incoming.toAbsolutePath();
    }

    @Override
    public Map<String, String> environment(String replica) {
        return Map.ofEntries(
                Map.entry("GATEWAY_CUSTODY_STORE", "s3"),
                Map.entry("GATEWAY_CUSTODY_DIRECTORY", incoming.toString()),
                Map.entry("GATEWAY_CUSTODY_S3_BUCKET", BUCKET),
                Map.entry("GATEWAY_CUSTODY_S3_ENDPOINT", server.url().toString()),
                Map.entry("GATEWAY_CUSTODY_S3_PATH_STYLE", "true"),
                Map.entry("AWS_ACCESS_KEY_ID", LocalS3.KEY),
                Map.entry("AWS_SECRET_ACCESS_KEY", LocalS3.SECRET),
                // in the User-Agent of its calls
                Map.entry("AWS_SDK_UA_APP_ID", replica));
    }

    /** How it misbehaves. */
    public LocalS3 server() {
        return server;
    }

    /** Does that when the replica has put an object and does not know yet; false if it puts none for two seconds. */
    public boolean afterPutOf(Replica replica, Runnable work) {
        CountDownLatch done = new CountDownLatch(1);
        server.afterPut(replica.name(), () -> {
            work.run();
            done.countDown();
        });
        try {
            return done.await(SOON.toMillis(), TimeUnit.MILLISECONDS)
                    || !server.nothingAfterPut(replica.name())
                            && done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Map<String, StoredObject> objects() {
        return server.paths().stream().collect(Collectors.toMap(path -> "s3://" + path, this::read));
    }

    private StoredObject read(String path) {
        LocalS3.Stored object = server.object(path).orElseThrow();
        return StoredObject.of(object.bytes(), object.since());
    }

    @Override
    public void close() {
        server.close();
    }
}
