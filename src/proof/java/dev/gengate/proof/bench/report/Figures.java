package dev.gengate.proof.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** All samples of a run: figure, contestant, one value a round. */
public final class Figures {
    private final Map<String, Map<String, List<Double>>> samples = new LinkedHashMap<>();

    public void add(String figure, String contestant, double value) {
        samples.computeIfAbsent(figure, name -> new LinkedHashMap<>())
                .computeIfAbsent(contestant, name -> new ArrayList<>())
                .add(value);
    }

    Map<String, Map<String, List<Double>>> all() {
        return samples;
    }

    public List<Double> of(String figure, String contestant) {
        return samples.getOrDefault(figure, Map.of()).getOrDefault(contestant, List.of());
    }

    public OptionalDouble median(String figure, String contestant) {
        return median(of(figure, contestant).stream().mapToDouble(Double::doubleValue));
    }

    /** One contestant against another, round by round. */
    public List<Double> ratios(String figure, String contestant, String otherFigure, String other) {
        List<Double> ones = of(figure, contestant);
        List<Double> others = of(otherFigure, other);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(ones.size(), others.size()); round++) {
            ratios.add(ones.get(round) / others.get(round));
        }
        return ratios;
    }

    public static OptionalDouble median(DoubleStream values) {
        double[] ascending = values.sorted().toArray();
        int middle = ascending.length / 2;
        if (ascending.length == 0) {
            return OptionalDouble.empty();
        }
        boolean odd = ascending.length % 2 == 1;
        return OptionalDouble.of(odd ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2);
    }
}
