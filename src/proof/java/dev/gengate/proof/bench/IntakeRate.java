package dev.gengate.proof.bench;

import dev.gengate.proof.bench.report.Figures;
import dev.gengate.proof.gateway.RequestTopic;
import dev.gengate.proof.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Rows a second of requests by a topic beside those of requests by REST: the same body, on one started gateway, in turn. The
 * records of a round are written at once; the provider answers at once and limits nobody.
 */
public final class IntakeRate {
    private static final String DATABASE = "gateway";
    private static final String TOPIC = "ads.requests";
    private static final int PARTITIONS = 3;
    private static final int CONNECTIONS = 128;
    private static final int ROUNDS = 4;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final String SINCE = "select count(*) from generation where created_at > '%s'";
    private static final String RATE = "select count(*) / extract(epoch from max(created_at) - min(created_at))"
            + " from generation where created_at > '%s'";

    private final Options options;
    private final Surroundings surroundings;
    private final int requests;
    private final Ledger ledger;
    private final List<Double> ratios = new ArrayList<>();
    private int written;

    private IntakeRate(Options options, Surroundings surroundings, int requests) {
        this.options = options;
        this.surroundings = surroundings;
        this.requests = requests;
        this.ledger = Ledger.of(surroundings.postgres(), DATABASE);
    }

    /** The median of the rounds' ratios: by the topic to by REST. */
    public static double ratio(int requests) throws IOException {
        Options options = Options.of(new String[] {"--out", "target/intake"});
        Files.createDirectories(options.folder());
        try (Surroundings surroundings = new Surroundings(options)) {
            return new IntakeRate(options, surroundings, requests).run();
        }
    }

    private double run() {
        surroundings.postgres().createDatabase(DATABASE);
        RequestTopic.create(surroundings.kafka(), TOPIC, PARTITIONS);
        Contestant gateway = new Contestants(options, surroundings)
                .gateway(Contestant.GATEWAY, DATABASE)
                .with(Map.of("GATEWAY_INTAKE__ADS__TOPIC", TOPIC, "GATEWAY_INTAKE__ADS__CALLER", Contestants.CALLER));
        try (RunningContestant running = RunningContestant.start(gateway, options);
                RequestTopic topic = new RequestTopic(surroundings.kafka(), TOPIC)) {
            LoadOrder posts = new SubmissionLoad(options).submissions(running.contestant());
            WarmUp.run(running, options.warmUp(), (connections, seconds) -> byRest(posts.closed(connections, seconds)));
            byTopic(running, topic);
            for (int round = 1; round <= ROUNDS; round++) {
                round(running, topic, posts.closed(CONNECTIONS, options.seconds()), round % 2 == 0);
            }
        }
        return Figures.median(ratios.stream().mapToDouble(Double::doubleValue)).orElseThrow();
    }

    /** What the machine gains or loses over time falls on both alike. */
    private void round(RunningContestant running, RequestTopic topic, LoadOrder posts, boolean restFirst) {
        double first = restFirst ? byRest(posts) : byTopic(running, topic);
        double second = restFirst ? byTopic(running, topic) : byRest(posts);
        double rest = restFirst ? first : second;
        double byTopic = restFirst ? second : first;
        System.out.printf(
                "rows a second: %,8.0f by the topic, %,8.0f by REST at %d connections, ratio %.2f%n",
                byTopic, rest, CONNECTIONS, byTopic / rest);
        ratios.add(byTopic / rest);
    }

    private double byRest(LoadOrder posts) {
        return surroundings.load().run("POST", posts).perSecond();
    }

    /** From the first row to the last; the database's clock says when each was there. */
    private double byTopic(RunningContestant running, RequestTopic topic) {
        String now = ledger.values("select now()::text").get(0);
        for (int number = 0; number < requests; number++) {
            topic.send("/rate", "rate-" + written++, SubmissionLoad.SUBMISSION);
        }
        topic.flush();
        running.until(PAUSE, () -> ledger.number(SINCE.formatted(now)) >= requests);
        return Double.parseDouble(ledger.values(RATE.formatted(now)).get(0));
    }
}
