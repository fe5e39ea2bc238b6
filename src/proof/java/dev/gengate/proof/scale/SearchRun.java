package dev.gengate.proof.scale;

import dev.gengate.proof.gateway.GatewayEnvironment;
import dev.gengate.proof.gateway.GatewayProcess;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.ledger.Ledger;
import dev.gengate.proof.servers.Blocking;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.servers.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code deploy/proof search}: how long one page of the list of generations takes, by filter, with more and more history.
 * Ends with 1 when the median of one is over its goal, or its first, for which nothing is prepared.
 */
public final class SearchRun {
    private static final String[] HISTORY = {"1000000"};
    private static final Duration GOAL = Duration.ofMillis(50);
    private static final Duration FIRST_GOAL = Duration.ofMillis(300);
    private static final int TIMES = 20;
    private static final int WARM_UP = 200;
    private static final Duration AGE = Duration.ofHours(12);
    private static final String KEY = "search-run-key-of-an-operator";
    private static final URI NOWHERE = URI.create("http://localhost:9");
    private static final List<String> FILTERS = List.of(
            "",
            "state=failed",
            "state=succeeded",
            "state=expired",
            "state=queued",
            "caller=caller-1",
            "caller=caller-1&state=failed",
            "caller=caller-1&model=acme/none",
            "model=acme/none",
            "account=none",
            "failureCode=none",
            "correlationId=none",
            "metadata.team=none",
            "q=none",
            "q=" + new UUID(0, 0));

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI gateway;
    private boolean missed;

    private SearchRun(URI gateway) {
        this.gateway = gateway;
    }

    /** Numbers of finished generations, ascending; 1,000,000 without. */
    public static void main(String[] given) throws Exception {
        LocalPostgres postgres = LocalPostgres.start(0, Map.of("max_wal_size", "4GB"));
        Closing.atExit(postgres);
        LocalKafka kafka = LocalKafka.start(0);
        Closing.atExit(kafka);
        postgres.createDatabase("search");
        int port = Ports.free();
        SearchRun run = new SearchRun(URI.create("http://localhost:" + port));
        Map<String, String> environment = run.environment(postgres, kafka, port);
        Closing.atExit(started(environment));
        Instant begin = Instant.now().minus(AGE);
        GrowingLedger ledger = GrowingLedger.of(postgres, Ledger.of(environment), begin);
        // a JVM that has just started
        IntStream.range(0, WARM_UP).forEach(i -> run.millis(run.page("")));
        System.out.printf("%-36s %12s %9s %9s %9s%n", "a page of 50, ms", "finished", "first", "median", "longest");
        for (long rows : Stream.of(given.length == 0 ? HISTORY : given)
                .map(Long::valueOf)
                .toList()) {
            ledger.growTo(rows);
            FILTERS.forEach(filter -> run.measure(filter, filter, rows));
            run.measureTimes(begin.plusMillis(rows / 2), rows);
            run.measure("the newest, second page", "cursor=" + run.nextCursor(), rows);
        }
        System.exit(run.missed ? 1 : 0);
    }

    private Map<String, String> environment(LocalPostgres postgres, LocalKafka kafka, int port) {
        return new GatewayEnvironment(postgres.port(), "search", kafka.bootstrapServers())
                .provider(NOWHERE, "no-key")
                .calledBack(gateway, UUID.randomUUID().toString())
                .caller("ops", KEY, "read", "operator", "content")
                .ports(port, Ports.free())
                .endsAtOnce()
                .variables();
    }

    private static GatewayProcess started(Map<String, String> environment) {
        Path log = Path.of("target", "search-gateway.log");
        GatewayProcess process = new GatewayProcess(GatewayProcess.packagedJar("-Xmx256m"), environment, log);
        process.start();
        URI management = URI.create("http://localhost:" + environment.get("QUARKUS_MANAGEMENT_PORT"));
        if (!process.awaitReady(management, Duration.ofMinutes(2))) {
            throw new IllegalStateException("the gateway did not become ready, see " + log);
        }
        return process;
    }

    /** @param middle of the history */
    private void measureTimes(Instant middle, long rows) {
        String hour = "=" + middle + "&%s=" + middle.plus(Duration.ofHours(1));
        measure("from, to", "from" + hour.formatted("to"), rows);
        measure("endedFrom, endedTo", "endedFrom" + hour.formatted("endedTo"), rows);
    }

    private void measure(String name, String filter, long rows) {
        URI page = page(filter);
        double first = millis(page);
        List<Double> times = new ArrayList<>(
                IntStream.range(0, TIMES).mapToObj(i -> millis(page)).toList());
        times.sort(null);
        double median = times.get(TIMES / 2);
        boolean over = median > GOAL.toMillis() || first > FIRST_GOAL.toMillis();
        missed |= over;
        System.out.printf(
                "%-36s %12d %9.1f %9.1f %9.1f%s%n",
                name.isEmpty() ? "the newest" : name,
                rows,
                first,
                median,
                times.get(TIMES - 1),
                over ? "  MISSED: median " + GOAL.toMillis() + ", first " + FIRST_GOAL.toMillis() : "");
    }

    private URI page(String filter) {
        return gateway.resolve("/v1/generations?limit=50&" + filter);
    }

    private String nextCursor() {
        return Json.read(body(page(""))).path("nextCursor").asText();
    }

    private double millis(URI page) {
        long begin = System.nanoTime();
        body(page);
        return (System.nanoTime() - begin) / 1e6;
    }

    private String body(URI page) {
        HttpRequest request = HttpRequest.newBuilder(page)
                .header("Authorization", "Bearer " + KEY)
                .build();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(page + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw Blocking.interrupted(e);
        }
    }
}
