package dev.gengate.proof.monitoring;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gengate.proof.cluster.Cluster;
import dev.gengate.proof.cluster.Replica;
import dev.gengate.proof.cluster.ReplicaEnvironment;
import dev.gengate.proof.cluster.Service;
import dev.gengate.proof.gateway.KafkaTopics;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each alert is about, brought about on the running gateway. Hours of waiting are written into the ledger. */
final class AlertCauses {
    /** Cannot be brought about without libfaketime. */
    static final String SKEW = "GatewayClockSkew";

    private static final int FORGERIES = 60;
    /** Half-sent requests, each of the longest body: more than one caller's share on two replicas. */
    private static final int HALF_SENT = 300;

    private final Cluster cluster;
    private final Service service;
    private final KieSimulatorClient provider;
    private final List<Replica> replicas;
    private final WatchedIntake intake;
    private final WatchedTopic topic;
    private final WatchedErasure kept;
    private final HttpClient http = HttpClient.newHttpClient();

    AlertCauses(Cluster cluster, Service service, List<Replica> replicas) {
        this.cluster = cluster;
        this.service = service;
        this.provider = cluster.provider();
        this.intake = new WatchedIntake(cluster.broker().bootstrapServers());
        this.topic = new WatchedTopic(cluster.broker().bootstrapServers(), service.url());
        this.kept = new WatchedErasure(cluster.database().ledger(), service.url());
        this.replicas = replicas;
    }

    /**
     * One thing that goes wrong.
     *
     * @param alerts that must fire of it
     * @param again repeated every second until they do
     */
    record Cause(String what, Set<String> alerts, Runnable begin, Runnable again, Runnable end) {}

    /** In an order in which each leaves little behind for the next; the last ones end the replicas. */
    List<Cause> all() {
        return List.of(
                once("callbacks with wrong tokens", "GatewayForgedCallbacks", this::forge, nothing()),
                new Cause(
                        "the ledger has lost what was sent",
                        Set.of("GatewayCallbacksUnknown"),
                        nothing(),
                        () -> sql("delete from generation where state = 'submitted'"),
                        nothing()),
                once(
                        "results have too many long URLs",
                        "GatewayResultsLeftOut",
                        () -> misbehaves("huge-result=400000", 0.2),
                        behaves()),
                once("one caller's bodies do not end", "GatewayBodiesRefused", this::sendHalfway, nothing()),
                once("callbacks stay away", "GatewayCallbacksMissing", () -> misbehaves("no-callback", 0.9), behaves()),
                once("most tasks fail", "GatewayGenerationsFail", () -> misbehaves("fail", 0.9), behaves()),
                once("answers of createTask are lost", "GatewayUnconfirmed", this::losesAnswers, behaves()),
                new Cause(
                        "the provider is in maintenance",
                        Set.of("GatewayProviderUnavailable"),
                        () -> misbehaves("code=455", 1.0),
                        this::resume,
                        this::maintenanceEnds),
                new Cause(
                        "one model fails, others do not",
                        Set.of("GatewayModelFails"),
                        nothing(),
                        topic::sendToABadModel,
                        nothing()),
                once("the key is revoked", "GatewayProviderRefusesKey", () -> key("another"), () -> key(apiKey())),
                new Cause(
                        "the account is empty",
                        Set.of("GatewayCreditsOut", "GatewayCreditsLow"),
                        () -> provider.hasCredits(0),
                        nothing(),
                        () -> provider.hasCredits(1_000_000)),
                once(
                        "an operator's brake is forgotten",
                        "GatewayAccountStopped",
                        () -> sql("insert into brake values ('all', 'infinity', 'forgotten', 'ops', now())"),
                        () -> sql("delete from brake")),
                once(
                        "a caller has spent most of its budget",
                        "GatewayBudgetNearlyUsed",
                        () -> sql("update budget set spent = spent + 9000000 where caller = 'ads'"),
                        () -> sql("update budget set spent = spent - 9000000 where caller = 'ads'")),
                once(
                        "a caller's budget file is spoilt",
                        "GatewayBudgetFileBad",
                        WatchedFile.BUDGET::spoil,
                        WatchedFile.BUDGET::mend),
                once(
                        "a caller's key file is spoilt",
                        "GatewayCallerKeysBad",
                        WatchedFile.KEYS::spoil,
                        WatchedFile.KEYS::mend),
                once(
                        "an intake's rejections are not taken",
                        "GatewayIntakeHeld",
                        intake::takeNoRejection,
                        intake::takeRejections),
                new Cause(
                        "a caller writes what is no request",
                        Set.of("GatewayIntakeRejects"),
                        nothing(),
                        intake::writeWhatIsNoRequest,
                        nothing()),
                once("the topic of an intake is gone", "GatewayIntakeUnread", intake::remove, intake::restore),
                new Cause(
                        "somebody else uses the key",
                        Set.of("GatewayUsageDrift"),
                        nothing(),
                        () -> sql(
                                "insert into usage_hour (hour, fall, known) values (date_trunc('hour', now(), 'UTC'), 100000, 0)"
                                        + " on conflict (hour) do update set fall = 100000, known = 0"),
                        () -> sql("update usage_hour set fall = null, known = null")),
                new Cause(
                        "the provider has changed a model",
                        Set.of("GatewayModelDrift"),
                        nothing(),
                        () -> sql("insert into model_drift values ('gone', now(), 1, 'ALARM') on conflict do nothing"),
                        () -> sql("delete from model_drift")),
                new Cause(
                        "results are not stored, since two hours",
                        Set.of("GatewayResultsNotStored"),
                        nothing(),
                        () -> sql("insert into custody values ('00000000-0000-7000-8000-000000000001', now() - interval"
                                + " '2 hours', 'infinity', null, null, 'infinity') on conflict do nothing"),
                        () -> sql("delete from custody where due_at = 'infinity'")),
                new Cause(
                        "results are stored late, and no topic takes that, since two hours",
                        Set.of("GatewayResultsUntold"),
                        nothing(),
                        () -> sql(
                                "insert into custody (generation_id, completed_at, due_at, expires_at, stored_at) values"
                                        + " ('00000000-0000-7000-8000-000000000003', now(), 'infinity', 'infinity', now() -"
                                        + " interval '2 hours') on conflict do nothing"),
                        () -> sql("delete from custody where due_at = 'infinity'")),
                new Cause(
                        "results are not stored, and given up in two hours",
                        Set.of("GatewayResultsNearlyLost"),
                        nothing(),
                        () -> sql(
                                "insert into custody values ('00000000-0000-7000-8000-000000000002', now(), 'infinity',"
                                        + " null, null, now() + interval '2 hours') on conflict do nothing"),
                        () -> sql("delete from custody where due_at = 'infinity'")),
                new Cause(
                        "a result's link dies before it is stored",
                        Set.of("GatewayResultLost"),
                        () -> misbehaves("file-gone", 0.2),
                        () -> sql("update custody set expires_at = now(), due_at = '-infinity' where holder is null"),
                        behaves()),
                new Cause(
                        "the store keeps what is erased",
                        Set.of("GatewayObjectsNotRemoved"),
                        kept::keep,
                        kept::erase,
                        kept::letGo),
                new Cause(
                        "the broker is frozen, since ten minutes",
                        Set.of("GatewayEventsNotFlowing", "GatewayTopicHeld"),
                        () -> cluster.broker().freeze(),
                        () -> sql("update outbox set completed_at = now() - interval '10 minutes'"),
                        () -> cluster.broker().thaw()),
                new Cause(
                        "a caller's topic is denied, since a minute",
                        Set.of("GatewayTopicHeld"),
                        topic::deny,
                        this::waitsForItsTopic,
                        topic::allow),
                once(
                        "an event stands aside",
                        "GatewayEventsSetAside",
                        () -> sql("insert into dead_letter values (gen_random_uuid(), 'too_large', 1, now(),"
                                + " 'infinity')"),
                        () -> sql("delete from dead_letter")),
                once(
                        "the topic takes small records only",
                        "GatewayTopicTooNarrow",
                        () -> topicTakes(100_000),
                        () -> topicTakes(1_048_588)),
                once("a model file is spoilt", "GatewayModelFileBad", WatchedModels::spoil, WatchedModels::mend),
                once(
                        "the list has another price than the bill",
                        "GatewayPriceListWrong",
                        WatchedModels::misprice,
                        WatchedModels::mend),
                new Cause(
                        "sending is paused, the queue an hour old",
                        Set.of("GatewayQueueTooOld"),
                        () -> sql("update pace set paused_until = now() + interval '1 hour'"),
                        () -> sql(
                                "update generation set created_at = now() - interval '1 hour' where state = 'queued'"),
                        this::resume),
                new Cause(
                        "tasks never end",
                        Set.of("GatewayNearDeadline", "GatewayGenerationsExpired"),
                        () -> misbehaves("never-finishes", 0.5),
                        nothing(),
                        behaves()),
                new Cause(
                        "nobody counts, since ten minutes",
                        Set.of("GatewayGaugesOld"),
                        () -> sql("update ledger_figures set due_at = 'infinity', counted_at = now() - interval '10"
                                + " minutes'"),
                        nothing(),
                        () -> sql("update ledger_figures set due_at = '-infinity'")),
                once(
                        "a machine's clock is fast",
                        SKEW,
                        () -> startsAhead(Duration.ofMinutes(20)),
                        () -> startsAhead(Duration.ZERO)),
                once(
                        "the database is away",
                        "GatewayDatabaseUnavailable",
                        () -> cluster.database().stop(),
                        () -> cluster.database().restart()),
                new Cause(
                        "a replica dies again and again",
                        Set.of("GatewayRestarts"),
                        nothing(),
                        () -> startsAhead(Duration.ZERO),
                        nothing()),
                once("a replica is killed", "GatewayReplicaDown", () -> kill(1), nothing()),
                once("the last replica is killed", "GatewayDown", () -> kill(0), nothing()));
    }

    private static Cause once(String what, String alert, Runnable begin, Runnable end) {
        return new Cause(what, Set.of(alert), begin, nothing(), end);
    }

    private static Runnable nothing() {
        return () -> {};
    }

    private Runnable behaves() {
        return provider::behaves;
    }

    private void maintenanceEnds() {
        provider.behaves();
        resume();
    }

    private void misbehaves(String fault, double rate) {
        provider.misbehaves(1, Map.of(fault, rate));
    }

    private void losesAnswers() {
        provider.misbehaves(1, Map.of("lose-answer", 0.2, "no-callback", 1.0));
    }

    private String apiKey() {
        return cluster.providerKey();
    }

    private void key(String key) {
        provider.set("apiKey", key);
    }

    /** The provider asks for pauses of up to half a minute; they are to be a sixtieth of that too. */
    private void resume() {
        sql("update pace set paused_until = '-infinity', strikes = 0, no_credits_since = null,"
                + " stopped_from = null, stopped_below = null");
    }

    private void startsAhead(Duration skew) {
        kill(1);
        replicas.get(1).ahead(skew).start();
    }

    private void kill(int replica) {
        replicas.get(replica).kill();
    }

    private void forge() {
        URI path = service.url().resolve("/callbacks/kie/01900000-0000-7000-8000-000000000000/x");
        HttpRequest request = HttpRequest.newBuilder(path)
                .timeout(Duration.ofSeconds(2))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        for (int sent = 0; sent < FORGERIES; sent++) {
            try {
                http.send(request, HttpResponse.BodyHandlers.discarding());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void waitsForItsTopic() {
        topic.send();
        sql("update outbox set completed_at = now() - interval '1 minute'");
    }

    private void topicTakes(int bytes) {
        new KafkaTopics(cluster.broker().bootstrapServers()).takes(Backends.TOPIC, bytes);
    }

    /** The length that is announced is what counts. */
    private void sendHalfway() {
        String head = "POST /v1/generations HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                + ReplicaEnvironment.CALLER_KEY
                + "\r\nContent-Type: application/json\r\nContent-Length: 262144\r\n\r\n";
        List<Socket> connections = new ArrayList<>();
        try {
            for (int i = 0; i < HALF_SENT; i++) {
                Socket connection =
                        new Socket(service.url().getHost(), service.url().getPort());
                connections.add(connection);
                connection.getOutputStream().write(head.getBytes(US_ASCII));
            }
            connections.get(HALF_SENT - 1).getInputStream().read();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void sql(String statement) {
        cluster.database().ledger().execute(statement);
    }
}
