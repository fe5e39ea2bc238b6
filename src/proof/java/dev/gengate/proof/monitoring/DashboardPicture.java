package dev.gengate.proof.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.proof.gateway.Json;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** The results of the dashboard's queries, drawn where the dashboard has its panels. */
final class DashboardPicture {
    private static final Path DASHBOARD = Path.of("deploy", "monitoring", "dashboard.json");
    private static final int COLUMN = 60;
    private static final int ROW = 26;

    private final PrometheusServer prometheus;
    private final long seconds;
    private final List<String> empty = new ArrayList<>();

    /** @param seconds to look back */
    DashboardPicture(PrometheusServer prometheus, long seconds) {
        this.prometheus = prometheus;
        this.seconds = seconds;
    }

    /** How many panels there are. */
    int draw(Path file) {
        try {
            JsonNode panels = Json.read(Files.readString(DASHBOARD)).path("panels");
            int height = 0;
            for (JsonNode panel : panels) {
                height = Math.max(
                        height,
                        panel.at("/gridPos/y").asInt() + panel.at("/gridPos/h").asInt());
            }
            BufferedImage image = new BufferedImage(24 * COLUMN, height * ROW, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = image.createGraphics();
            pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            pen.setColor(new Color(0xF4F5F5));
            pen.fillRect(0, 0, image.getWidth(), image.getHeight());
            int count = 0;
            for (JsonNode panel : panels) {
                count += draw(pen, panel) ? 1 : 0;
            }
            ImageIO.write(image, "png", file.toFile());
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean draw(Graphics2D pen, JsonNode panel) {
        JsonNode place = panel.path("gridPos");
        int left = place.path("x").asInt() * COLUMN;
        int top = place.path("y").asInt() * ROW;
        String title = panel.path("title").asText();
        if ("row".equals(panel.path("type").asText())) {
            pen.setColor(Color.DARK_GRAY);
            pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
            pen.drawString(title, left + 8, top + 19);
            return false;
        }
        Map<String, List<double[]>> lines = lines(panel);
        if (lines.isEmpty()) {
            empty.add(title);
        }
        PanelDrawing drawing = new PanelDrawing(
                pen,
                left + 3,
                top + 3,
                place.path("w").asInt() * COLUMN - 6,
                place.path("h").asInt() * ROW - 6);
        drawing.frame(title);
        String unit = panel.at("/fieldConfig/defaults/unit").asText();
        if ("stat".equals(panel.path("type").asText())) {
            drawing.number(lines, unit);
        } else {
            drawing.lines(lines, unit, seconds);
        }
        return true;
    }

    /** By legend: seconds since the beginning, and value. */
    private Map<String, List<double[]>> lines(JsonNode panel) {
        Map<String, List<double[]>> lines = new LinkedHashMap<>();
        for (JsonNode target : panel.path("targets")) {
            String query =
                    target.path("expr").asText().replace("$namespace", ".*").replace("$__rate_interval", "10s");
            for (JsonNode series : prometheus.range(query, seconds)) {
                List<double[]> points = points(series.path("values"));
                if (!points.isEmpty()) {
                    lines.put(legend(target.path("legendFormat").asText(), series.path("metric")), points);
                }
            }
        }
        return lines;
    }

    private List<double[]> points(JsonNode values) {
        List<double[]> points = new ArrayList<>();
        for (JsonNode value : values) {
            double at = value.get(0).asDouble();
            double number = Double.parseDouble(value.get(1).asText().replace("+Inf", "NaN"));
            if (!Double.isNaN(number)) {
                points.add(new double[] {at, number});
            }
        }
        return points;
    }

    private static String legend(String format, JsonNode labels) {
        String legend = format;
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            legend = legend.replace(
                    "{{" + label.getKey() + "}}", label.getValue().asText());
        }
        return legend;
    }

    /** The panels in which there was nothing to draw. */
    List<String> empty() {
        return List.copyOf(empty);
    }
}
