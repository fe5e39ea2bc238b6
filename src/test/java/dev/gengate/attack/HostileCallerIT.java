package dev.gengate.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gengate.proof.attack.Crowd;
import dev.gengate.proof.attack.Crowd.Conduct;
import dev.gengate.proof.attack.OtherCaller;
import dev.gengate.proof.attack.OtherCaller.Seen;
import dev.gengate.proof.gateway.GatewayProcess;
import dev.gengate.proof.gateway.PackagedGateway;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One caller does its worst, in every way, with a heap of 256 MiB and the image's options; another one submits and reads
 * meanwhile. What that one's answers take, without and with each attack, is printed and kept in {@code target}.
 */
@Tag("chaos")
class HostileCallerIT {
    private static final Duration MEASURED = Duration.ofSeconds(4);
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    /** The one attack whose effect on others is bounded by a figure; of the others it is measured and written down. */
    private static final String BOUNDED = "1,500 bodies of 256 KiB sent but for the last byte";

    /** How many times the 99th percentile without the attack. */
    private static final double MOST_TIMES = 3;
    /** Under which a multiple says nothing: a slice of the processor, and a collection. */
    private static final double NOTICEABLE_MILLIS = 20;

    /** Tries of each attack: other work of the machine counts against the gateway, and is over the next time. */
    private static final int TRIES = 3;

    private static final int MOST_QUEUED = 400;
    private static final int BODY = 262_144;

    private static PackagedGateway gateway;
    private static URI address;
    private static InetSocketAddress socket;
    private static OtherCaller other;

    @BeforeAll
    static void start() throws IOException {
        Backends.provider().reset();
        Map<String, String> environment = PackagedGateway.environment(LocalPostgres.shared(), Backends.kafka());
        environment.put("GATEWAY_CALLERS__SHOP__KEY_SHA256", Backends.sha256(Backends.SHOP_KEY));
        environment.put("GATEWAY_PACE_LIMIT", "1000");
        environment.put("GATEWAY_PACE_MAX_RUNNING", "0");
        // nothing ends here, and polls of it would be counted in
        environment.put("GATEWAY_RECONCILE_AFTER", "PT20M");
        environment.put("GATEWAY_SUBMISSION_MAX_QUEUED_PER_CALLER", String.valueOf(MOST_QUEUED));
        List<String> command = GatewayProcess.packagedJar(
                Path.of(System.getProperty("gengate.application", "target/quarkus-app"))
                        .toAbsolutePath(),
                "@" + Path.of("deploy/container/jvm.options").toAbsolutePath(),
                "-Xmx256m");
        gateway = PackagedGateway.start(environment, Path.of(""), command).awaitReady();
        address = URI.create(environment.get("GATEWAY_PUBLIC_URL"));
        socket = new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort());
        other = new OtherCaller(address, Backends.ADS_KEY);
        other.measured(WARM_UP);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void anotherCallerHardlyNotices() throws IOException {
        List<String> table = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        table.add(
                "| one caller | p99 of another's POST without → with | of its GET | failed | the one was answered | memory of bodies held | resident |");
        table.add("|---|---|---|---|---|---|---|");
        for (Conduct conduct : conducts().toList()) {
            List<String> misses = noticed(conduct, table);
            for (int tried = 1; tried < TRIES && !misses.isEmpty(); tried++) {
                misses = noticed(conduct, table);
            }
            missed.addAll(misses);
        }
        Files.write(Path.of("target", "hostile-caller.md"), table);
        assertEquals(List.of(), missed);
    }

    /** What the other one noticed of it. */
    private static List<String> noticed(Conduct conduct, List<String> table) {
        Seen without = other.measured(MEASURED);
        try (Crowd crowd = Crowd.of(conduct, socket)) {
            other.measured(SETTLED);
            Seen with = other.measured(MEASURED);
            table.add(row(conduct, without, with, crowd));
            System.out.println(table.get(table.size() - 1));
            assertFalse(gateway.ended(), conduct::name);
            assertEquals(200, gateway.health("live").statusCode(), conduct::name);
            return missed(conduct, without, with);
        }
    }

    private static Stream<Conduct> conducts() {
        String genuine = callbackPath();
        String callback = "POST " + genuine + " HTTP/1.1\r\nHost: gateway\r\nContent-Length: 1048576\r\n\r\n";
        return Stream.of(
                once(BOUNDED, 1_500, declared(BODY)),
                once("700 bodies of 1 MiB sent but for the last byte", 700, declared(1024 * 1024)),
                once("1,500 bodies of unknown length sent halfway", 1_500, chunked()),
                once("700 callbacks of 1 MiB to one URL sent but for the last byte", 700, callback + spaces(1_048_575)),
                once("1,500 answers waited for", 1_500, get("Prefer: wait=60\r\n", "/" + submitted())),
                often("1,000 wrong keys a second", 50, 1_000, post("wrong", "")),
                often("1,000 wrong tokens a second", 50, 1_000, forged(genuine)),
                often("300 lists of 100 a second", 50, 300, get("", "?limit=100")),
                often("300 invalid submissions a second", 50, 300, post(Backends.SHOP_KEY, "{\"input\":{}}")),
                often("300 submissions a second to its full queue", 50, 300, submission()),
                new Conduct("300 that ask for the OpenAPI document and read nothing", 300, openApi(), 3_000, false));
    }

    private static Conduct once(String name, int connections, String request) {
        return new Conduct(name, connections, request.getBytes(ISO_8859_1), 0, true);
    }

    private static Conduct often(String name, int connections, int perSecond, String request) {
        return new Conduct(name, connections, request.getBytes(ISO_8859_1), perSecond, true);
    }

    private static String declared(int length) {
        return head("Content-Length: " + length) + spaces(length - 1);
    }

    private static String chunked() {
        return head("Transfer-Encoding: chunked") + "20000\r\n" + spaces(0x20000) + "\r\n";
    }

    private static String head(String framing) {
        return "POST /v1/generations HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + Backends.SHOP_KEY
                + "\r\nContent-Type: application/json\r\n" + framing + "\r\n\r\n";
    }

    private static String spaces(int count) {
        return " ".repeat(count);
    }

    private static String post(String key, String body) {
        return head("Content-Length: " + body.length()).replace(Backends.SHOP_KEY, key) + body;
    }

    private static String submission() {
        return post(Backends.SHOP_KEY, "{\"input\":{\"prompt\":\"[sim:never-finishes] one of too many\"}}");
    }

    private static String get(String header, String rest) {
        return "GET /v1/generations" + rest + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + Backends.SHOP_KEY
                + "\r\n" + header + "\r\n";
    }

    private static String forged(String genuine) {
        return "POST " + genuine.substring(0, genuine.length() - 2) + "xx HTTP/1.1\r\nHost: gateway\r\n"
                + "Content-Length: 2\r\n\r\n{}";
    }

    private static byte[] openApi() {
        return "GET /q/openapi HTTP/1.1\r\nHost: gateway\r\n\r\n".getBytes(ISO_8859_1);
    }

    private static String submitted() {
        return gateway.as(Backends.SHOP_KEY)
                .body("{\"input\":{\"prompt\":\"[sim:never-finishes] of the hostile caller\"}}")
                .post("/v1/generations")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static String callbackPath() {
        return URI.create(Backends.provider().taskOf(submitted()).callBackUrl()).getPath();
    }

    private static String row(Conduct conduct, Seen without, Seen with, Crowd crowd) {
        return String.format(
                "| %s | %.1f → %.1f ms (%.1f) | %.1f → %.1f ms (%.1f) | %d → %d | %s | %.1f MiB | %s |",
                conduct.name(),
                without.post(),
                with.post(),
                with.post() / without.post(),
                without.get(),
                with.get(),
                with.get() / without.get(),
                without.failed(),
                with.failed(),
                crowd,
                gateway.metrics().sum("gateway_bodies_held_bytes") / 1024 / 1024,
                resident());
    }

    /** The process' memory now, the heap and all beside it. */
    private static String resident() {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(gateway.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB")
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static List<String> missed(Conduct conduct, Seen without, Seen with) {
        List<String> missed = new ArrayList<>();
        boolean bounded = conduct.name().equals(BOUNDED);
        if (bounded && tooSlow(without.post(), with.post())) {
            missed.add(conduct.name() + ": POST");
        }
        if (bounded && tooSlow(without.get(), with.get())) {
            missed.add(conduct.name() + ": GET");
        }
        if (with.failed() > 0) {
            missed.add(conduct.name() + ": " + with.failed() + " failed");
        }
        return missed;
    }

    private static boolean tooSlow(double without, double with) {
        return with > MOST_TIMES * Math.max(without, NOTICEABLE_MILLIS / MOST_TIMES);
    }
}
