package dev.gengate.proof.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import javax.imageio.ImageIO;

/** Two panels: latency by quantile at one rate, and p99 by rate. Latency is on a logarithmic scale. */
public final class LatencyChart {
    private static final int WIDTH = 1_200;
    private static final int HEIGHT = 520;
    private static final int MARGIN = 60;
    private static final int PANEL = WIDTH / 2;
    private static final double LEAST_MILLIS = 0.1;
    private static final List<Color> COLOURS = List.of(new Color(0xB0562B), new Color(0x2458A6), new Color(0x3F8F4F));

    private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    private final Graphics2D pen = image.createGraphics();
    private double mostMillis = 10;

    public static void draw(LatencyCurves curves, Path file) throws IOException {
        LatencyChart chart = new LatencyChart();
        chart.prepare(curves);
        chart.panel(0, "Callback latency by quantile, half of the peer's highest rate", curves.quantiles());
        chart.panel(PANEL, "Callback p99 by rate, requests a second", curves.sweeps());
        ImageIO.write(chart.image, "png", file.toFile());
    }

    private void prepare(LatencyCurves curves) {
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        for (Map<String, List<double[]>> lines : List.of(curves.quantiles(), curves.sweeps())) {
            lines.values().forEach(line -> line.forEach(point -> mostMillis = Math.max(mostMillis, point[1])));
        }
        mostMillis = Math.pow(10, Math.ceil(Math.log10(mostMillis)));
    }

    private void panel(int left, String title, Map<String, List<double[]>> lines) {
        boolean quantiles = left == 0;
        double most = lines.values().stream()
                .flatMap(List::stream)
                .mapToDouble(point -> point[0])
                .max()
                .orElse(1);
        DoubleUnaryOperator across = quantiles ? LatencyChart::tail : rate -> rate / most;
        pen.setColor(Color.BLACK);
        pen.drawString(title, left + MARGIN, 25);
        grid(left);
        for (double mark : quantiles ? new double[] {0, 0.9, 0.99, 0.999} : new double[] {most / 2, most}) {
            String label = quantiles ? "p" + (float) (mark * 100) : String.format("%,.0f", mark);
            pen.drawString(label, x(left, across.applyAsDouble(mark)) - 15, HEIGHT - MARGIN + 20);
        }
        int line = 0;
        for (Map.Entry<String, List<double[]>> entry : lines.entrySet()) {
            pen.setColor(COLOURS.get(line % COLOURS.size()));
            pen.drawString(entry.getKey(), left + MARGIN + 10, 55 + 18 * line++);
            line(left, entry.getValue(), across);
        }
    }

    /** p90, p99, p99.9 at even distances. */
    private static double tail(double quantile) {
        return -Math.log10(1 - quantile) / 4;
    }

    private void grid(int left) {
        for (double millis = LEAST_MILLIS; millis <= mostMillis * 1.01; millis *= 10) {
            pen.setColor(Color.LIGHT_GRAY);
            pen.drawLine(x(left, 0), y(millis), x(left, 1), y(millis));
            pen.setColor(Color.BLACK);
            pen.drawString((float) millis + " ms", left + 4, y(millis) + 4);
        }
    }

    private void line(int left, List<double[]> points, DoubleUnaryOperator across) {
        Path2D path = new Path2D.Double();
        for (double[] point : points) {
            int x = x(left, across.applyAsDouble(point[0]));
            int y = y(Math.max(LEAST_MILLIS, point[1]));
            if (path.getCurrentPoint() == null) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        pen.setStroke(new BasicStroke(2));
        pen.draw(path);
        pen.setStroke(new BasicStroke(1));
    }

    private static int x(int left, double share) {
        return left + MARGIN + (int) (share * (PANEL - MARGIN - 20));
    }

    private int y(double millis) {
        double share = Math.log10(millis / LEAST_MILLIS) / Math.log10(mostMillis / LEAST_MILLIS);
        return HEIGHT - MARGIN - (int) (share * (HEIGHT - 2 * MARGIN));
    }
}
