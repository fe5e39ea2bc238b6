package dev.gengate.proof.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.gengate.proof.bench.Contestant;
import dev.gengate.proof.bench.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The one table of a run, for people and as JSON. */
public final class Report {
    private static final String ROW = "%-68s %18s %18s %18s   %s%n";

    private final Options options;
    private final Figures figures;

    public Report(Options options, Figures figures) {
        this.options = options;
        this.figures = figures;
    }

    public void print() {
        System.out.printf("%nMedian of %d rounds (least..most). %s%n%n", options.rounds(), machine());
        System.out.printf(ROW, "", "gateway", "camel", "with history", "gateway to camel");
        for (String figure : figures.all().keySet()) {
            System.out.printf(
                    ROW,
                    figure,
                    cell(figures.of(figure, Contestant.GATEWAY)),
                    cell(figures.of(figure, Contestant.CAMEL)),
                    cell(figures.of(figure, Contestant.HISTORY)),
                    cell(figures.ratios(figure, Contestant.GATEWAY, figure, Contestant.CAMEL)));
        }
        System.out.println();
        Goal.ALL.forEach(goal -> reached(goal, Contestant.CAMEL));
    }

    /** Prints how this gateway stands beside that of another release, and tells whether every goal is reached. */
    public boolean keepsUpWith(String other) {
        return all(Goal.BESIDE_ANOTHER_RELEASE, other);
    }

    /** Prints how its start stands beside that of one without its console, and tells whether every goal is reached. */
    public boolean startsAs(String other) {
        return all(Goal.BESIDE_NO_CONSOLE, other);
    }

    private boolean all(List<Goal> goals, String other) {
        System.out.println();
        return goals.stream().filter(goal -> !reached(goal, other)).toList().isEmpty();
    }

    /** This gateway beside another one. */
    public void printPairs(String other) {
        System.out.printf("%nMedian of %d rounds (least..most). %s%n%n", options.rounds(), machine());
        System.out.printf(ROW, "", "gateway", other, "gateway to the other", "");
        for (String figure : figures.all().keySet()) {
            System.out.printf(
                    ROW,
                    figure,
                    cell(figures.of(figure, Contestant.GATEWAY)),
                    cell(figures.of(figure, other)),
                    cell(figures.ratios(figure, Contestant.GATEWAY, figure, other)),
                    "");
        }
    }

    /** Prints it; without a figure it says nothing, and is not reached. */
    private boolean reached(Goal goal, String peer) {
        List<Double> values = values(goal, peer);
        OptionalDouble median = Figures.median(values.stream().mapToDouble(Double::doubleValue));
        boolean reached = median.isPresent() && goal.reachedBy(median.getAsDouble());
        if (median.isPresent()) {
            String what = goal.figure() + (goal.peerFigure() == null ? "" : ", to the peer's");
            System.out.printf("%-84s %18s   goal %-8s %s%n", what, cell(values), goal, reached ? "reached" : "missed");
        }
        return reached;
    }

    private List<Double> values(Goal goal, String peer) {
        return goal.peerFigure() == null
                ? figures.of(goal.figure(), Contestant.GATEWAY)
                : figures.ratios(goal.figure(), Contestant.GATEWAY, goal.peerFigure(), peer);
    }

    private static String cell(List<Double> values) {
        if (values.isEmpty()) {
            return "";
        }
        double median =
                Figures.median(values.stream().mapToDouble(Double::doubleValue)).orElseThrow();
        double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double most = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return number(median) + " (" + number(least) + ".." + number(most) + ")";
    }

    private static String number(double value) {
        return value >= 100
                ? String.format("%.0f", value)
                : value >= 10 ? String.format("%.1f", value) : String.format("%.2f", value);
    }

    public void write(Path file) throws IOException {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("machine", machine());
        report.put("options", options.toString());
        report.put("samples", figures.all());
        Map<String, Object> goals = new LinkedHashMap<>();
        Goal.ALL.forEach(goal -> goals.put(goal.figure() + " " + goal, values(goal, Contestant.CAMEL)));
        report.put("goals", goals);
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), report);
    }

    private String machine() {
        return String.format(
                "Java %s, heap %s, fsync %s, %d processors (%s)",
                JavaVersion.full(options.java()),
                options.heap(),
                options.fsync(),
                Runtime.getRuntime().availableProcessors(),
                Machine.processor());
    }
}
