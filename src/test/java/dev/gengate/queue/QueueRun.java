package dev.gengate.queue;

import dev.gengate.support.Backends;
import dev.gengate.support.CompletedEvents;
import dev.gengate.support.KieSimulator;
import dev.gengate.support.KieSimulatorClient;
import dev.gengate.support.LocalKafka;
import dev.gengate.support.LocalPostgres;
import dev.gengate.support.SimulatorSettings;
import java.util.List;
import java.util.Map;

/** What the queue promises, shown and measured: {@code deploy/queue/run}. Ends with 1 when a figure is missed. */
public final class QueueRun {
    private static final List<String> PARTS = List.of("replicas", "long", "slots");

    private final Table table = new Table();

    private QueueRun() {}

    /** Names of parts to run, all of them without: {@code replicas} (burst and flood), {@code long}, {@code slots}. */
    public static void main(String[] names) throws Exception {
        List<String> parts = names.length == 0 ? PARTS : List.of(names);
        if (!PARTS.containsAll(parts)) {
            System.err.println("parts are " + PARTS);
            System.exit(2);
        }
        System.exit(new QueueRun().run(parts));
    }

    private int run(List<String> parts) throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start(0, Map.of())) {
            if (parts.contains("long")) {
                new LongQueue(postgres, table).run();
            }
            if (parts.contains("slots")) {
                new SlotRate(postgres, table).run();
            }
            if (parts.contains("replicas")) {
                replicas(postgres);
            }
        }
        System.out.println(table.missed().isEmpty() ? "\nAll goals reached." : "\nMissed: " + table.missed());
        return table.missed().isEmpty() ? 0 : 1;
    }

    private void replicas(LocalPostgres postgres) throws Exception {
        postgres.createDatabase(Replicas.DATABASE);
        SimulatorSettings settings = SimulatorSettings.forTests()
                .with("apiKey", Backends.PROVIDER_KEY)
                .with("rateLimit", Burst.LIMIT)
                .with("ratePeriod", Burst.PERIOD.toMillis());
        try (LocalKafka kafka = LocalKafka.start(0);
                KieSimulator simulator = KieSimulator.start(0, settings);
                Replicas replicas = new Replicas(postgres, kafka, simulator.url(), Burst.LIMIT, Burst.PERIOD);
                CompletedEvents events = CompletedEvents.open(kafka.bootstrapServers(), Backends.TOPIC)) {
            replicas.start();
            new Burst(replicas, new KieSimulatorClient(simulator.url()), events, table).run();
            new Flood(postgres, replicas, table).run();
        }
    }
}
