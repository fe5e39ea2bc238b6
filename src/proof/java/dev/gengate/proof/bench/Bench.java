package dev.gengate.proof.bench;

import dev.gengate.proof.bench.report.Figures;
import dev.gengate.proof.bench.report.LatencyChart;
import dev.gengate.proof.bench.report.LatencyCurves;
import dev.gengate.proof.bench.report.Names;
import dev.gengate.proof.bench.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Measures the gateway beside a bare HTTP-to-Kafka pipe, one at a time, in turn, in one run on one machine:
 * {@code deploy/proof bench}. Ends with 1 when the ratio of callbacks a second falls under the floor, when this gateway
 * does not keep up with the one of {@code --before}, or when its console makes the start of it longer or larger.
 */
public final class Bench {
    private static final String DATABASE = "gateway";
    private static final String DATABASE_BEFORE = "gateway_before";
    private static final String OLD_DATABASE = "gateway_with_history";
    private static final int PENDING = 100_000;

    private final Options options;
    private final Surroundings surroundings;
    private final Figures figures = new Figures();
    private final LatencyCurves curves = new LatencyCurves();
    private final Contestants contestants;
    private final NumberedRows ledger;
    private final NumberedRows oldLedger;

    private Bench(Options options, Surroundings surroundings) {
        this.options = options;
        this.surroundings = surroundings;
        this.contestants = new Contestants(options, surroundings);
        this.ledger = new NumberedRows(surroundings.postgres(), DATABASE);
        this.oldLedger = new NumberedRows(surroundings.postgres(), OLD_DATABASE);
    }

    public static void main(String[] arguments) throws IOException {
        Logger.getLogger("").setLevel(Level.WARNING);
        Options options = options(arguments);
        Files.createDirectories(options.folder());
        boolean passed;
        try (Surroundings surroundings = new Surroundings(options)) {
            passed = new Bench(options, surroundings).run();
        }
        System.exit(passed ? 0 : 1);
    }

    private static Options options(String[] arguments) {
        try {
            return Options.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
            throw e;
        }
    }

    private boolean run() throws IOException {
        migrate(DATABASE);
        if (options.before() != null) {
            Block block = new Block(options, surroundings, figures, curves);
            pairs(gateway(DATABASE), contestants.before(DATABASE_BEFORE), block::pair);
            return new Report(options, figures).keepsUpWith(Contestant.BEFORE);
        }
        if (options.console()) {
            Block block = new Block(options, surroundings, figures, curves);
            pairs(
                    contestants.withConsole(DATABASE),
                    contestants.withoutConsole(DATABASE_BEFORE),
                    (contestant, rows) -> block.starts(contestant));
            return new Report(options, figures).startsAs(Contestant.WITHOUT_CONSOLE);
        }
        if (options.custody()) {
            Block block = new Block(options, surroundings, figures, curves);
            pairs(contestants.keeping(DATABASE), contestants.keepingNone(DATABASE_BEFORE), block::acknowledgements);
            return aboveFloor(Contestant.KEEPING_NONE);
        }
        if (options.forged() || options.polled()) {
            BesideOthers.Others others = options.forged() ? Forgeries.forged() : new Screens();
            return new BesideOthers(options, surroundings, others).run(gateway(DATABASE), ledger);
        }
        if (options.startUp()) {
            startUp(new GatewayAlone(options, surroundings, figures));
            new Report(options, figures).print();
            return true;
        }
        if (options.submissions()) {
            submissions();
            new Report(options, figures).print();
            return true;
        }
        if (options.history() > 0) {
            growOld();
        }
        rounds();
        if (!options.quick()) {
            alone();
        }
        Report report = new Report(options, figures);
        report.print();
        report.write(options.file("result.json"));
        if (!options.quick()) {
            LatencyChart.draw(curves, options.file("latency.png"));
        }
        return aboveFloor(Contestant.CAMEL);
    }

    /** The gateway makes its own tables. */
    private void migrate(String database) {
        surroundings.postgres().createDatabase(database);
        RunningContestant.start(gateway(database), options).close();
    }

    private Contestant gateway(String database) {
        return contestants.gateway(database.equals(DATABASE) ? Contestant.GATEWAY : Contestant.HISTORY, database);
    }

    private void growOld() {
        migrate(OLD_DATABASE);
        System.err.printf("inserting %,d finished and %,d pending rows%n", options.history(), PENDING);
        oldLedger.history(options.history());
        oldLedger.pending(PENDING);
        oldLedger.settle();
        oldLedger.checkpoint();
    }

    /** The peer first: the fixed rates are made of its figures. */
    private void rounds() {
        Block block = new Block(options, surroundings, figures, curves);
        for (int round = 1; round <= options.rounds(); round++) {
            System.err.printf("round %d%n", round);
            block.run(contestants.camel(), ledger);
            ledger.clear();
            block.run(gateway(DATABASE), ledger);
            if (options.history() > 0) {
                block.run(gateway(OLD_DATABASE), oldLedger);
            }
        }
    }

    /** Who begins changes with each round. */
    private void pairs(Contestant gateway, Contestant other, BiConsumer<Contestant, NumberedRows> measure) {
        surroundings.postgres().createDatabase(other.database());
        NumberedRows otherLedger = new NumberedRows(surroundings.postgres(), other.database());
        RunningContestant.start(other, options).close();
        for (int round = 1; round <= options.rounds(); round++) {
            System.err.printf("round %d%n", round);
            if (round % 2 == 0) {
                measure.accept(gateway, ledger);
            }
            measure.accept(other, otherLedger);
            if (round % 2 == 1) {
                measure.accept(gateway, ledger);
            }
            ledger.clear();
            otherLedger.clear();
        }
        new Report(options, figures).printPairs(other.name());
    }

    private void submissions() {
        Block block = new Block(options, surroundings, figures, curves);
        for (int round = 1; round <= options.rounds(); round++) {
            System.err.printf("round %d%n", round);
            block.submissions(contestants.camel(), ledger);
            block.submissions(gateway(DATABASE), ledger);
            ledger.clear();
        }
        new GatewayAlone(options, surroundings, figures).overhead(gateway(DATABASE), new SubmissionLoad(options));
    }

    private void alone() {
        GatewayAlone alone = new GatewayAlone(options, surroundings, figures);
        ledger.clear();
        alone.replay(gateway(DATABASE), ledger);
        if (options.history() > 0) {
            alone.replay(gateway(OLD_DATABASE), oldLedger);
        }
        ledger.clear();
        startUp(alone);
        alone.smallHeap(gateway(DATABASE), ledger, new CallbackLoad(options, surroundings));
        alone.overhead(gateway(DATABASE), new SubmissionLoad(options));
    }

    private void startUp(GatewayAlone alone) {
        alone.startUp(gateway(DATABASE), options.rounds(), new SubmissionLoad(options));
    }

    private boolean aboveFloor(String other) {
        List<String> low = new ArrayList<>();
        Stream.of(32, 128).map(Names::callbackRate).forEach(figure -> {
            OptionalDouble ratio = Figures.median(figures.ratios(figure, Contestant.GATEWAY, figure, other).stream()
                    .mapToDouble(Double::doubleValue));
            if (ratio.orElse(0) < options.floor()) {
                low.add(figure);
            }
        });
        low.forEach(figure -> System.out.printf("under the floor of %.2f: %s%n", options.floor(), figure));
        return low.isEmpty();
    }
}
