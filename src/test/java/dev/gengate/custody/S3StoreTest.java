package dev.gengate.custody;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gengate.proof.servers.LocalS3;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The store s3 against a server that verifies signatures and hashes. */
class S3StoreTest {
    private static final byte[] BYTES = "a picture".repeat(10_000).getBytes(UTF_8);
    private static final String KEYS =
            """
            <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>%s</AccessKeyId>
              <SecretAccessKey>%s</SecretAccessKey><SessionToken>session</SessionToken><Expiration>%s</Expiration>
              </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>""";

    private static final String ID = "0190f6c2-7b1e-7a90-8f2b-2f4f5f3f1a11";
    private static final String KEY = "2026/01/31/" + ID + "/1.png";

    private final Vertx vertx = Vertx.vertx();
    private final LocalS3 server = LocalS3.start();

    @TempDir
    Path folder;

    private S3Store store;

    @BeforeEach
    void credentials() {
        System.setProperty("aws.accessKeyId", LocalS3.KEY);
        System.setProperty("aws.secretAccessKey", LocalS3.SECRET);
        store = new S3Store(vertx, new Bucket(server.url()), 4, Optional.of(folder), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        store.close();
        server.close();
        vertx.close();
    }

    @Test
    void whatIsPutIsThereWithItsType() throws Exception {
        Path file = file();
        put(file, sha256(BYTES));

        LocalS3.Stored object = server.object("results/gen/" + KEY).orElseThrow();
        assertArrayEquals(BYTES, object.bytes());
        assertEquals("image/png", object.mediaType());
        assertEquals(URI.create("s3://results/gen/" + KEY), store.uri(KEY));
        assertFalse(Files.exists(file), "what is stored is nowhere else");
        assertEquals(0, server.signedAsAWhole(), "it is never in memory as a whole");
    }

    /** Bytes that changed on the way are refused by the server. */
    @Test
    void otherBytesThanHashedAreRefused() throws Exception {
        Path file = file();

        assertThrows(CompletionException.class, () -> put(file, sha256("others".getBytes(UTF_8))));

        assertTrue(server.refused() > 0);
        assertEquals(Optional.empty(), server.object("results/gen/" + KEY));
    }

    /** What is too large, or comes torn, is about one object; the rest of what it may say is about all. */
    @Test
    void refusalOfOneObjectIsToldFromAServerThatIsAway() throws Exception {
        server.takesUpTo(BYTES.length - 1);
        var tooLarge = assertThrows(CompletionException.class, () -> put(file(), sha256(BYTES)));
        server.takesUpTo(BYTES.length);
        server.fails(10);
        var busy = assertThrows(CompletionException.class, () -> put(file(), sha256(BYTES)));

        assertTrue(store.refuses(tooLarge));
        assertFalse(store.refuses(busy));
        assertTrue(store.refuses(answer(413, "SomethingElse")));
        assertFalse(store.refuses(answer(400, "ExpiredToken")));
        // the page of a proxy has no code
        assertFalse(store.refuses(answer(400, null)));
        assertEquals("S3Exception 400 EntityTooLarge", StoreAwayException.kind(tooLarge));
        assertEquals("S3Exception 503 SlowDown", StoreAwayException.kind(busy));
    }

    private static Throwable answer(int status, String code) {
        return S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }

    /** The class of what made it fail tells a name that nobody knows from a server that is down. */
    @Test
    void failureIsToldByItsKindAlone() {
        Throwable away = new CompletionException(
                new IllegalStateException("at https://files.example", new IOException("https://files.example")));

        assertEquals("IllegalStateException by IOException", StoreAwayException.kind(away));
    }

    @Test
    void serverThatIsBusyForAMomentIsAskedAgain() throws Exception {
        server.fails(1);

        put(file(), sha256(BYTES));

        assertEquals(1, server.puts());
    }

    @Test
    void signedUrlIsGoodForWhoHasIt() throws Exception {
        put(file(), sha256(BYTES));

        URI url = await(store.signed(KEY, Duration.ofMinutes(15), false));

        assertArrayEquals(BYTES, get(url));
        assertTrue(url.getQuery().contains("X-Amz-Expires=900"), "15 minutes");
        assertEquals(403, status(URI.create(url.toString().replace("1.png", "2.png"))));
        assertEquals(403, status(URI.create(url.toString().split("\\?")[0])));
    }

    /** The machine's time may be wrong, and nobody corrects what a URL says of its time. */
    @Test
    void signedUrlIsOfTheGatewaysClock() throws Exception {
        put(file(), sha256(BYTES));
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20));
        S3Store behind = new S3Store(vertx, new Bucket(server.url()), 4, Optional.of(folder), late);

        assertEquals(403, status(await(behind.signed(KEY, Duration.ofMinutes(15), false))));
        assertEquals(200, status(await(behind.signed(KEY, Duration.ofMinutes(25), false))));
        behind.close();
    }

    /** The provider is outside: a name that only the cluster knows is of no use to it. */
    @Test
    void signedUrlNamesTheEndpointThatOthersReach() throws Exception {
        URI outside = URI.create("http://127.0.0.1:" + server.url().getPort());
        S3Store inside = new S3Store(
                vertx, new Bucket(server.url(), Optional.of(outside)), 4, Optional.of(folder), Clock.systemUTC());
        put(file(), sha256(BYTES));

        URI url = await(inside.signed(KEY, Duration.ofHours(1), false));

        assertEquals(outside.getAuthority(), url.getAuthority());
        inside.close();
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, inline",
        "image/svg+xml, attachment",
        "text/plain, attachment",
        "application/octet-stream, attachment"
    })
    void onlyWhatRunsNothingIsShownInPlace(String type, String disposition) throws Exception {
        assertEquals(
                disposition + "; filename=\"" + ID + "-1.png\"",
                store.request(KEY, 1, sha256(BYTES), type).contentDisposition());
    }

    /** What is large has the time that it needs. */
    @Test
    void timeOfAPutGrowsWithItsBytes() throws Exception {
        var small = store.request(KEY, 1_000, sha256(BYTES), "video/mp4").overrideConfiguration();
        var large = store.request(KEY, 512L << 20, sha256(BYTES), "video/mp4").overrideConfiguration();

        assertEquals(Optional.of(Duration.ofMinutes(1)), small.orElseThrow().apiCallAttemptTimeout());
        assertEquals(
                Optional.of(Duration.ofSeconds(60 + 512)), large.orElseThrow().apiCallAttemptTimeout());
        assertEquals(
                Optional.of(Duration.ofSeconds(2 * (60 + 512))),
                large.orElseThrow().apiCallTimeout());
    }

    /** With its repetitions: a caller waits for it. */
    @Test
    void removingEndsWithinFiveSeconds() {
        assertEquals(
                Optional.of(Duration.ofSeconds(5)),
                store.removal(KEY).overrideConfiguration().orElseThrow().apiCallTimeout());
    }

    @Test
    void whatIsRemovedIsGoneAndMayBeRemovedAgain() throws Exception {
        put(file(), sha256(BYTES));

        await(store.remove(KEY));
        await(store.remove(KEY));

        assertEquals(Optional.empty(), server.object("results/gen/" + KEY));
    }

    @Test
    void listsWhatIsThereInPages() throws Exception {
        for (String key :
                List.of("2026/01/31/a/1.png", "2026/01/31/b/1.png", "2026/01/31/b/2.png", "2026/02/01/c/1.png")) {
            await(store.put(key, file(), BYTES.length, sha256(BYTES), "image/png"));
        }

        assertEquals(List.of("2026/01/31/a/1.png", "2026/01/31/b/1.png"), await(store.list("2026/01/31/", null, 2)));
        assertEquals(List.of("2026/01/31/b/2.png"), await(store.list("2026/01/31/", "2026/01/31/b/1.png", 2)));
    }

    @Test
    void whatAKilledProcessLeftGoesWhenItIsOld() throws Exception {
        Path old = Files.write(folder.resolve("old"), BYTES);
        Path fresh = Files.write(folder.resolve("fresh"), BYTES);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(1))));

        Incoming incoming = Incoming.in(folder, Clock.systemUTC());

        assertTrue(Files.exists(fresh) && !Files.exists(old));
        Files.setLastModifiedTime(fresh, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        incoming.tidy();
        assertFalse(Files.exists(fresh), "nor does it wait for the next start");
    }

    /** As a pod has it: a token in a file, and a server that gives keys for it. */
    @Test
    void workloadIdentityGetsItsKeysForItsToken() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>();
        URI giver = URI.create("http://localhost:"
                + await(vertx.createHttpServer()
                                .requestHandler(request -> request.body().onSuccess(form -> {
                                    asked.set(form.toString());
                                    request.response()
                                            .putHeader("Content-Type", "text/xml")
                                            .end(KEYS.formatted(
                                                    LocalS3.KEY,
                                                    LocalS3.SECRET,
                                                    Instant.now().plusSeconds(3_600)));
                                }))
                                .listen(0, "localhost"))
                        .actualPort());
        Map<String, String> pod = Map.of(
                "aws.webIdentityTokenFile",
                Files.writeString(folder.resolve("token"), "a-token").toString(),
                "aws.roleArn",
                "arn:aws:iam::111122223333:role/generation-gateway",
                "aws.region",
                "eu-central-1",
                "aws.endpointUrlSts",
                giver.toString());
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        pod.forEach(System::setProperty);
        try {
            put(file(), sha256(BYTES));
        } finally {
            pod.keySet().forEach(System::clearProperty);
        }

        assertTrue(asked.get().contains("Action=AssumeRoleWithWebIdentity"), asked.get());
        assertTrue(asked.get().contains("WebIdentityToken=a-token"), asked.get());
        assertArrayEquals(
                BYTES, server.object("results/gen/" + KEY).orElseThrow().bytes());
        assertEquals(0, server.refused());
    }

    private Path file() throws IOException {
        return Files.write(store.incoming().file(), BYTES);
    }

    private void put(Path file, String sha256) {
        await(store.put(KEY, file, BYTES.length, sha256, "image/png"));
    }

    private static byte[] get(URI url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray())
                .body();
    }

    private static int status(URI url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    record Bucket(URI url, Optional<URI> publicEndpoint) implements CustodyConfig.S3 {
        Bucket(URI url) {
            this(url, Optional.empty());
        }

        @Override
        public Optional<String> bucket() {
            return Optional.of("results");
        }

        @Override
        public Optional<String> prefix() {
            return Optional.of("/gen/");
        }

        @Override
        public Optional<URI> endpoint() {
            return Optional.of(url);
        }

        @Override
        public String region() {
            return "eu-central-1";
        }

        @Override
        public boolean pathStyle() {
            return true;
        }
    }
}
