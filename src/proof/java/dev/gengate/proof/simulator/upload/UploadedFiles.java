package dev.gengate.proof.simulator.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The provider's own upload, {@code POST /api/file-stream-upload}, and the files that it has: {@code GET /u/{name}}, which
 * needs no key, and {@code GET /u/} for their names.
 */
public final class UploadedFiles {
    public static final String PATH = "/api/file-stream-upload";
    public static final String PREFIX = "/u/";

    private static final Pattern BOUNDARY = Pattern.compile("multipart/form-data; ?boundary=(.+)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final Map<String, UploadedFile> files = new TreeMap<>();

    private record UploadedFile(byte[] bytes, String mediaType) {}

    /** Answers an upload whose key is known, or misbehaves: {@code refused}, {@code 503}, {@code reset}, {@code garbage}. */
    public void take(HttpServerRequest request, Buffer body, String misbehaviour) {
        switch (misbehaviour) {
            case "none" -> keep(request, body);
            case "refused" -> answer(request, 200, failure(400, "File type is not supported"));
            case "503" -> answer(request, 503, "<html>503</html>");
            case "garbage" -> answer(request, 200, "<html>welcome</html>");
            case "reset" -> request.connection().close();
            default -> throw new IllegalArgumentException("no such misbehaviour: " + misbehaviour);
        }
    }

    public void refuseKey(HttpServerRequest request) {
        answer(request, 200, failure(401, "You do not have access permissions"));
    }

    private void keep(HttpServerRequest request, Buffer body) {
        Map<String, String> parts = parts(request.getHeader("Content-Type"), body.toString(ISO_8859_1));
        String name = value(parts.getOrDefault("fileName", ""));
        String file = parts.get("file");
        if (file == null || !NAME.matcher(name).matches() || !parts.containsKey("uploadPath")) {
            answer(request, 200, failure(400, "file, fileName and uploadPath are required"));
            return;
        }
        byte[] bytes = value(file).getBytes(ISO_8859_1);
        Matcher type = Pattern.compile("(?i)content-type: (\\S+)").matcher(file);
        files.put(name, new UploadedFile(bytes, type.find() ? type.group(1) : "application/octet-stream"));
        ObjectNode answer =
                Json.object().put("success", true).put("code", 200).put("msg", "File uploaded successfully");
        answer.putObject("data")
                .put("fileName", name)
                .put("filePath", value(parts.get("uploadPath")) + "/" + name)
                .put("downloadUrl", request.scheme() + "://" + request.getHeader("Host") + PREFIX + name)
                .put("fileSize", bytes.length)
                .put("mimeType", files.get(name).mediaType());
        answer(request, 200, Json.write(answer));
    }

    /** The parts by their names, each with its head. */
    private static Map<String, String> parts(String contentType, String body) {
        Map<String, String> parts = new TreeMap<>();
        Matcher form = BOUNDARY.matcher(String.valueOf(contentType));
        if (form.matches() && body.endsWith("\r\n--" + form.group(1) + "--\r\n")) {
            for (String part : ("\r\n" + body).split(Pattern.quote("\r\n--" + form.group(1)))) {
                Matcher name = Pattern.compile("[; ]name=\"([^\"]+)\"").matcher(part);
                if (name.find()) {
                    parts.put(name.group(1), part);
                }
            }
        }
        return parts;
    }

    private static String value(String part) {
        int head = part.indexOf("\r\n\r\n");
        return head < 0 ? "" : part.substring(head + 4);
    }

    private static String failure(int code, String text) {
        return Json.write(Json.object().put("success", false).put("code", code).put("msg", text));
    }

    private static void answer(HttpServerRequest request, int status, String body) {
        String type = body.startsWith("{") ? "application/json" : "text/html";
        request.response().setStatusCode(status).putHeader("Content-Type", type).end(body);
    }

    /** A file, or the names of all. */
    public void serve(HttpServerRequest request) {
        String name = request.path().substring(PREFIX.length());
        UploadedFile file = files.get(name);
        if (name.isEmpty()) {
            answer(request, 200, Json.write(Map.of("names", files.keySet())));
        } else if (file == null) {
            answer(request, 404, "<html>404</html>");
        } else {
            request.response().putHeader("Content-Type", file.mediaType()).end(Buffer.buffer(file.bytes()));
        }
    }
}
