package dev.gengate.load;

import io.hyperfoil.api.config.Benchmark;
import io.hyperfoil.api.config.BenchmarkBuilder;
import io.hyperfoil.api.config.PhaseBuilder;
import io.hyperfoil.api.config.SequenceBuilder;
import io.hyperfoil.api.session.Session;
import io.hyperfoil.api.statistics.StatisticsSnapshot;
import io.hyperfoil.core.impl.LocalSimulationRunner;
import io.hyperfoil.http.api.HttpMethod;
import io.hyperfoil.http.config.HttpPluginBuilder;
import io.hyperfoil.http.config.Protocol;
import io.hyperfoil.http.handlers.RangeStatusValidator;
import io.hyperfoil.http.steps.HttpRequestStepBuilder;
import io.hyperfoil.http.steps.HttpStepCatalog;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One run of Hyperfoil in this process, on one thread. Hyperfoil walks through all that its lambdas capture, so they
 * capture nothing and find the run here.
 */
final class LoadRun {
    private static final int WAITING_REQUESTS = 8_192;

    private static LoadRun current;

    private final LoadOrder order;
    private final RequestSupply supply;
    private final Stopwatch stopwatch;
    private final StatisticsSnapshot statistics = new StatisticsSnapshot();

    LoadRun(LoadOrder order) {
        this.order = order;
        this.supply = new RequestSupply(order);
        this.stopwatch = new Stopwatch(order.rate(), order.stamps() == null ? 0 : supply.size());
    }

    LoadResult run() throws IOException {
        current = this;
        new LocalSimulationRunner(
                        benchmark(), (phase, step, metric, snapshot, countDown) -> statistics.add(snapshot), null, null)
                .run();
        if (order.stamps() != null) {
            stopwatch.writeStamps(Path.of(order.stamps()));
        }
        return LoadResult.of(statistics, stopwatch, supply);
    }

    private Benchmark benchmark() {
        BenchmarkBuilder benchmark = BenchmarkBuilder.builder().name("load").threads(1);
        benchmark
                .addPlugin(HttpPluginBuilder::new)
                .http()
                .protocol(Protocol.HTTP)
                .host("127.0.0.1")
                .port(order.port())
                .allowHttp2(false)
                .requestTimeout(30_000)
                .sharedConnections(order.connections());
        request(phase(benchmark).scenario().initialSequence("request"));
        return benchmark.build();
    }

    private PhaseBuilder<?> phase(BenchmarkBuilder benchmark) {
        var phases = benchmark.addPhase("load");
        var phase = order.rate() == 0
                ? phases.always(order.connections())
                : phases.constantRate(order.rate()).variance(false).maxSessions(WAITING_REQUESTS);
        return phase.duration(order.seconds() * 1000L).maxDuration(order.seconds() * 1000L + 10_000);
    }

    private void request(SequenceBuilder sequence) {
        HttpRequestStepBuilder request = sequence.step(HttpStepCatalog.SC)
                .httpRequest(HttpMethod.valueOf(order.method()))
                .path(session -> current.begins(session));
        if (supply.hasBody()) {
            request.body((session, connection) -> current.supply.body(session));
        }
        order.headers()
                .forEach((name, value) -> request.headerAppender((session, writer) -> writer.putHeader(name, value)));
        request.handler()
                .status(new RangeStatusValidator(order.expectedStatus(), order.expectedStatus()))
                .stopOnInvalid(false)
                .onCompletion(session -> current.stopwatch.ends(session));
        request.endStep();
    }

    private String begins(Session session) {
        String path = supply.takePath(session);
        stopwatch.begins(session, supply.lineOf(session));
        return path;
    }
}
