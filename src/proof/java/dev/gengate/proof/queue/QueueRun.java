package dev.gengate.proof.queue;

import dev.gengate.proof.gateway.CompletedEvents;
import dev.gengate.proof.servers.Backends;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.LocalPostgres;
import dev.gengate.proof.simulator.KieSimulator;
import dev.gengate.proof.simulator.SimulatorSettings;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What the queue promises, shown and measured: {@code deploy/proof queue}. Ends with 1 when a figure is missed. */
public final class QueueRun {
    private static final List<String> PARTS = List.of("long", "slots", "replicas", "accounts");

    private final Table table = new Table();
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    private QueueRun() {}

    /** Names of parts to run, all of them without: {@code replicas} (burst and flood), {@code long}, {@code slots}, {@code accounts}. */
    public static void main(String[] names) {
        List<String> parts = names.length == 0 ? PARTS : List.of(names);
        if (!PARTS.containsAll(parts)) {
            System.err.println("parts are " + PARTS);
            System.exit(2);
        }
        QueueRun run = new QueueRun();
        // whatever ends this process, a signal included, ends what it started
        Runtime.getRuntime().addShutdownHook(new Thread(run::stop));
        System.exit(run.exitCode(parts));
    }

    private int exitCode(List<String> parts) {
        try {
            run(parts);
        } catch (Exception | AssertionError e) {
            System.err.println("The run broke off: " + e);
            return 1;
        }
        System.out.println(table.missed().isEmpty() ? "\nAll goals reached." : "\nMissed: " + table.missed());
        return table.missed().isEmpty() ? 0 : 1;
    }

    private void run(List<String> parts) throws Exception {
        LocalPostgres postgres = toStop(LocalPostgres.start(0, Map.of()));
        if (parts.contains("long")) {
            new LongQueue(postgres, table).run();
        }
        if (parts.contains("slots")) {
            new SlotRate(postgres, table).run();
        }
        if (parts.contains("replicas")) {
            replicas(postgres);
        }
        if (parts.contains("accounts")) {
            accounts();
        }
    }

    private void replicas(LocalPostgres postgres) throws Exception {
        postgres.createDatabase(Replicas.DATABASE);
        SimulatorSettings settings = SimulatorSettings.forTests()
                .with("apiKey", Backends.PROVIDER_KEY)
                .with("rateLimit", Burst.LIMIT)
                .with("ratePeriod", Burst.PERIOD.toMillis());
        LocalKafka kafka = toStop(LocalKafka.start(0));
        KieSimulator simulator = toStop(KieSimulator.start(0, settings));
        Replicas replicas = toStop(new Replicas(postgres, kafka, simulator.url(), Burst.LIMIT, Burst.PERIOD, Map.of()));
        replicas.start();
        CompletedEvents events = toStop(CompletedEvents.open(kafka.bootstrapServers(), Backends.TOPIC));
        new Burst(replicas, new KieSimulatorClient(simulator.url()), events, table).run();
        new Flood(postgres, replicas, table).run();
    }

    /** On a database of its own: what another part leaves is none of its callers'. */
    private void accounts() throws Exception {
        LocalPostgres postgres = toStop(LocalPostgres.start(0, Map.of()));
        postgres.createDatabase(Replicas.DATABASE);
        LocalKafka kafka = toStop(LocalKafka.start(0));
        KieSimulator simulator = toStop(KieSimulator.start(0, SimulatorSettings.forTests()));
        Replicas replicas = toStop(new Replicas(
                postgres,
                kafka,
                simulator.url(),
                SeveralAccounts.LIMIT,
                SeveralAccounts.PERIOD,
                SeveralAccounts.environment()));
        replicas.start();
        new SeveralAccounts(replicas, new KieSimulatorClient(simulator.url()), postgres, table).run();
    }

    private synchronized <T extends AutoCloseable> T toStop(T server) {
        started.push(server);
        return server;
    }

    private synchronized void stop() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                System.err.println("could not stop: " + e);
            }
        }
    }
}
