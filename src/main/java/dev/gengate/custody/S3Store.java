package dev.gengate.custody;

import dev.gengate.custody.fetch.FirstBytes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket, of any server that speaks S3. Credentials come from the client's own chain, encryption and access from the
 * bucket. The server gets each file's SHA-256 and refuses other bytes.
 */
final class S3Store implements ResultStore {
    private static final Duration TRY = Duration.ofMinutes(1);
    /** So much more for each MiB that is put. */
    private static final Duration FOR_A_MEBIBYTE = Duration.ofSeconds(1);
    /** No byte is moved, and a caller waits for it. */
    private static final Duration REMOVING = Duration.ofSeconds(5);
    /** A URL dies with the credentials that signed it. */
    private static final Duration LEFT_TO_LIVE = Duration.ofMinutes(45);

    /** Length required, too large, what a filter does not let through. */
    private static final Set<Integer> OF_ONE = Set.of(411, 413, 422);
    /** With 400, whose other codes are of all: expired credentials, another region, a disabled key. */
    private static final Set<String> OF_ONE_BY_CODE = Set.of(
            "BadDigest", "EntityTooLarge", "EntityTooSmall", "IncompleteBody", "InvalidDigest", "KeyTooLongError");

    private static final Duration CONNECTION = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final CustodyConfig.S3 config;
    private final String bucket;
    private final String prefix;
    private final int connections;
    private final Incoming incoming;
    private final Clock clock;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private S3AsyncClient client;

    S3Store(Vertx vertx, CustodyConfig.S3 config, int connections, Optional<Path> directory, Clock clock) {
        this.vertx = vertx;
        this.config = config;
        this.bucket =
                config.bucket().orElseThrow(() -> new IllegalStateException("gateway.custody.s3.bucket is missing"));
        this.prefix = config.prefix()
                .map(given -> given.replaceAll("^/+|/+$", "") + "/")
                .orElse("");
        this.connections = connections;
        this.clock = clock;
        Path folder = directory.orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "results"));
        this.incoming = Incoming.in(folder, clock);
    }

    @Override
    public Future<Void> put(String key, Path file, long bytes, String sha256, String mediaType) {
        return call(() -> client().putObject(request(key, bytes, sha256, mediaType), AsyncRequestBody.fromFile(file)))
                .compose(stored -> vertx.fileSystem().delete(file.toString()).otherwiseEmpty());
    }

    @Override
    public boolean refuses(Throwable failure) {
        Throwable known = failure instanceof CompletionException ? failure.getCause() : failure;
        return known instanceof S3Exception answer
                && (OF_ONE.contains(answer.statusCode())
                        || answer.statusCode() == 400
                                && answer.awsErrorDetails() != null
                                && OF_ONE_BY_CODE.contains(
                                        String.valueOf(answer.awsErrorDetails().errorCode())));
    }

    PutObjectRequest request(String key, long bytes, String sha256, String mediaType) {
        String disposition = FirstBytes.harmless(mediaType) ? "inline" : "attachment";
        Duration attempt = TRY.plus(FOR_A_MEBIBYTE.multipliedBy(bytes >> 20));
        return PutObjectRequest.builder()
                .bucket(bucket)
                .key(prefix + key)
                .contentType(mediaType)
                .contentLength(bytes)
                .contentDisposition(disposition + "; filename=\"" + ObjectKey.fileName(key) + "\"")
                .checksumSHA256(
                        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)))
                .overrideConfiguration(
                        limits -> limits.apiCallAttemptTimeout(attempt).apiCallTimeout(attempt.multipliedBy(2)))
                .build();
    }

    @Override
    public Future<Void> remove(String key) {
        return call(() -> client().deleteObject(removal(key))).mapEmpty();
    }

    DeleteObjectRequest removal(String key) {
        return DeleteObjectRequest.builder()
                .bucket(bucket)
                .key(prefix + key)
                .overrideConfiguration(limits -> limits.apiCallTimeout(REMOVING))
                .build();
    }

    @Override
    public Future<List<String>> list(String folder, String after, int most) {
        return call(() -> client().listObjectsV2(request -> request.bucket(bucket)
                        .prefix(prefix + folder)
                        .startAfter(after == null ? null : prefix + after)
                        .maxKeys(most)))
                .map(page -> page.contents().stream()
                        .map(object -> object.key().substring(prefix.length()))
                        .toList());
    }

    /** Its first half may look for credentials in files and over the network, so it is done on a worker. */
    private <T> Future<T> call(Supplier<CompletableFuture<T>> call) {
        return vertx.executeBlocking(call::get, false)
                .compose(answer -> Future.fromCompletionStage(answer, vertx.getOrCreateContext()));
    }

    @Override
    public URI uri(String key) {
        return URI.create("s3://" + bucket + "/" + prefix + key);
    }

    @Override
    public Optional<Path> file(String key) {
        return Optional.empty();
    }

    @Override
    public Future<URI> signed(String key, Duration time, boolean head) {
        return vertx.executeBlocking(() -> presigned(key, time, head ? SdkHttpMethod.HEAD : SdkHttpMethod.GET), false);
    }

    /**
     * By the gateway's clock, which the client's own presigner does not take. Nobody corrects a URL of a wrong time; calls
     * that are refused for theirs are repeated by the client with the server's.
     */
    private URI presigned(String key, Duration time, SdkHttpMethod method) {
        AwsCredentialsIdentity identity = client().serviceClientConfiguration()
                .credentialsProvider()
                .resolveIdentity()
                .join();
        SdkHttpRequest request =
                SdkHttpRequest.builder().method(method).uri(address(key)).build();
        return signer.sign(to -> to.identity(identity)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, config.region())
                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, time)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        // S3 signs a path as it is
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request()
                .getUri();
    }

    /** The URL at which others reach an object. */
    private URI address(String key) {
        return URI.create(client().utilities()
                .getUrl(object -> object.bucket(bucket)
                        .key(prefix + key)
                        .endpoint(config.publicEndpoint().or(config::endpoint).orElse(null)))
                .toString());
    }

    @Override
    public Incoming incoming() {
        return incoming;
    }

    private synchronized S3AsyncClient client() {
        if (client == null) {
            var builder = S3AsyncClient.builder()
                    .region(Region.of(config.region()))
                    .credentialsProvider(credentials())
                    .serviceConfiguration(configuration())
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                    .overrideConfiguration(
                            limits -> limits.apiCallTimeout(TRY.multipliedBy(2)).apiCallAttemptTimeout(TRY))
                    .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                            .maxConcurrency(2 * connections)
                            .connectionTimeout(CONNECTION));
            config.endpoint().ifPresent(builder::endpointOverride);
            client = builder.build();
        }
        return client;
    }

    /** The usual chain; a workload identity's are renewed early, as they live for an hour and sign URLs for as long. */
    private static AwsCredentialsProvider credentials() {
        boolean workload =
                SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE.getStringValue().isPresent()
                        && SdkSystemSetting.AWS_ACCESS_KEY_ID.getStringValue().isEmpty();
        return workload
                ? WebIdentityTokenFileCredentialsProvider.builder()
                        .prefetchTime(LEFT_TO_LIVE)
                        .build()
                : DefaultCredentialsProvider.builder().build();
    }

    /**
     * A body is sent as it is: its checksum is a signed header. Without chunked encoding the client would sign the body
     * itself where there is no TLS, and hold it in memory as a whole for that.
     */
    private S3Configuration configuration() {
        return S3Configuration.builder()
                .pathStyleAccessEnabled(config.pathStyle())
                .chunkedEncodingEnabled(true)
                .build();
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }
}
