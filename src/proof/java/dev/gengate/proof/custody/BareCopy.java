package dev.gengate.proof.custody;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * Gets files and puts them with the gateway's client libraries, by way of a file as it does, and nothing else: no ledger,
 * no hash, no check, no event.
 */
final class BareCopy {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http;
    private final AtomicInteger left;
    private final URI host;
    private final Path folder;
    private final S3AsyncClient store;

    private BareCopy(URI host, int files, int atOnce, Path folder) {
        this.host = host;
        this.http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(atOnce));
        this.left = new AtomicInteger(files);
        this.folder = folder;
        this.store = S3AsyncClient.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(host)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(2 * atOnce))
                .build();
    }

    /** Host, number of files, how many at once, the folder where a file is meanwhile. */
    public static void main(String[] given) throws IOException {
        int atOnce = Integer.parseInt(given[2]);
        BareCopy copy = new BareCopy(
                URI.create(given[0]), Integer.parseInt(given[1]), atOnce, Files.createDirectories(Path.of(given[3])));
        Future.all(IntStream.range(0, atOnce).mapToObj(lane -> copy.next(lane)).toList())
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        System.exit(0);
    }

    private Future<Void> next(int lane) {
        int number = left.getAndDecrement();
        return number <= 0
                ? Future.succeededFuture()
                : one(number, folder.resolve("lane-" + lane)).compose(done -> next(lane));
    }

    private Future<Void> one(int number, Path file) {
        return http.request(HttpMethod.GET, host.getPort(), host.getHost(), "/" + number)
                .compose(HttpClientRequest::send)
                .compose(response -> save(response, file))
                .compose(saved -> Future.fromCompletionStage(store.putObject(
                        request -> request.bucket("results").key("bare/" + number), AsyncRequestBody.fromFile(file))))
                .mapEmpty();
    }

    private Future<Void> save(HttpClientResponse response, Path file) {
        response.pause();
        return vertx.fileSystem()
                .open(file.toString(), new OpenOptions().setTruncateExisting(true))
                .compose(response::pipeTo);
    }
}
