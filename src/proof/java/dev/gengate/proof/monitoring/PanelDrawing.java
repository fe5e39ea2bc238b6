package dev.gengate.proof.monitoring;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** One panel: a number, or lines over time with their legend. */
final class PanelDrawing {
    private static final List<Color> COLOURS = List.of(
            new Color(0x3F8F4F),
            new Color(0x2458A6),
            new Color(0xC77B0A),
            new Color(0xB0302B),
            new Color(0x7A4BA0),
            new Color(0x11808A),
            new Color(0x8A6D3B),
            new Color(0xD25B9A),
            new Color(0x555555),
            new Color(0x9AA51B));
    private static final int HEAD = 26;
    private static final int AXIS = 52;
    private static final int LINE = 13;
    private static final int MARKS = 4;

    private final Graphics2D pen;
    private final int left;
    private final int top;
    private final int width;
    private final int height;

    PanelDrawing(Graphics2D pen, int left, int top, int width, int height) {
        this.pen = pen;
        this.left = left;
        this.top = top;
        this.width = width;
        this.height = height;
    }

    void frame(String title) {
        pen.setColor(Color.WHITE);
        pen.fillRect(left, top, width, height);
        pen.setColor(new Color(0xD8D9DA));
        pen.setStroke(new BasicStroke(1));
        pen.drawRect(left, top, width, height);
        pen.setColor(Color.BLACK);
        pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
        pen.drawString(title, left + 8, top + 17);
    }

    /** The latest. */
    void number(Map<String, List<double[]>> lines, String unit) {
        pen.setColor(COLOURS.get(0));
        pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 30));
        String text = lines.values().stream()
                .findFirst()
                .map(points -> text(points.get(points.size() - 1)[1], unit))
                .orElse("no data");
        pen.drawString(text, left + 12, top + height / 2 + 20);
    }

    void lines(Map<String, List<double[]>> lines, String unit, long seconds) {
        int legendLines = (lines.size() + 2) / 3;
        int bottom = top + height - 6 - legendLines * LINE;
        double most = lines.values().stream()
                .flatMap(Collection::stream)
                .mapToDouble(point -> point[1])
                .max()
                .orElse(1);
        double end = lines.values().stream()
                .flatMap(Collection::stream)
                .mapToDouble(point -> point[0])
                .max()
                .orElse(0);
        grid(most <= 0 ? 1 : most, unit, bottom);
        int number = 0;
        for (Map.Entry<String, List<double[]>> line : lines.entrySet()) {
            pen.setColor(COLOURS.get(number % COLOURS.size()));
            pen.setStroke(new BasicStroke(1.6f));
            pen.draw(path(line.getValue(), most <= 0 ? 1 : most, end - seconds, seconds, bottom));
            legend(line.getKey(), number++, bottom);
        }
    }

    private void grid(double most, String unit, int bottom) {
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
        pen.setStroke(new BasicStroke(1));
        for (int mark = 0; mark <= MARKS; mark++) {
            int y = bottom - mark * (bottom - top - HEAD) / MARKS;
            pen.setColor(new Color(0xECECEC));
            pen.drawLine(left + AXIS, y, left + width - 8, y);
            pen.setColor(Color.GRAY);
            pen.drawString(text(most * mark / MARKS, unit), left + 6, y + 4);
        }
    }

    private Path2D path(List<double[]> points, double most, double begin, long seconds, int bottom) {
        Path2D path = new Path2D.Double();
        for (double[] point : points) {
            double x = left + AXIS + (point[0] - begin) / seconds * (width - AXIS - 8);
            double y = bottom - point[1] / most * (bottom - top - HEAD);
            if (path.getCurrentPoint() == null) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        return path;
    }

    private void legend(String text, int number, int bottom) {
        int x = left + 8 + number % 3 * ((width - 16) / 3);
        int y = bottom + LINE + number / 3 * LINE;
        pen.fillRect(x, y - 7, 8, 8);
        pen.setColor(Color.DARK_GRAY);
        pen.drawString(text, x + 12, y + 1);
    }

    private static String text(double value, String unit) {
        return switch (unit) {
            case "s" ->
                value >= 3_600
                        ? "%.1f h".formatted(value / 3_600)
                        : value >= 10 ? "%.0f s".formatted(value) : "%.2f s".formatted(value);
            case "percentunit" -> "%.0f %%".formatted(value * 100);
            case "bytes" -> "%.0f MiB".formatted(value / 1_048_576);
            default -> value >= 10 || value == Math.rint(value) ? "%,.0f".formatted(value) : "%.2f".formatted(value);
        };
    }
}
