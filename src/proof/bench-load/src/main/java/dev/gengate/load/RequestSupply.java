package dev.gengate.load;

import io.hyperfoil.api.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The prepared requests in turn. Used by one event loop only: Hyperfoil runs with one thread. */
final class RequestSupply {
    private static final String AFTER_THE_LAST = "/exhausted";

    private final List<String> paths = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();
    private final byte[][] body;
    private final boolean repeat;
    private final int[] lineOfSession = new int[1 << 16];
    private int next;

    RequestSupply(LoadOrder order) {
        try (var lines = Files.lines(Path.of(order.requests()))) {
            lines.forEach(this::add);
            body = order.body() == null ? null : template(Files.readString(Path.of(order.body())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        repeat = order.repeat();
        next = order.from();
    }

    private void add(String line) {
        int tab = line.indexOf('\t');
        paths.add(tab < 0 ? line : line.substring(0, tab));
        values.add(line.substring(tab + 1).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[][] template(String text) {
        String[] parts = text.split("@", -1);
        byte[][] bytes = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
        }
        return bytes;
    }

    /** Takes the next line for this session. */
    String takePath(Session session) {
        int line = repeat ? next % paths.size() : next;
        lineOfSession[session.uniqueId()] = line;
        next++;
        return line < paths.size() ? paths.get(line) : AFTER_THE_LAST;
    }

    /** The body that belongs to the line this session has taken. */
    ByteBuf body(Session session) {
        int line = lineOfSession[session.uniqueId()];
        byte[] value = line < values.size() ? values.get(line) : new byte[0];
        ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer(2048);
        for (int i = 0; i < body.length; i++) {
            if (i > 0) {
                buffer.writeBytes(value);
            }
            buffer.writeBytes(body[i]);
        }
        return buffer;
    }

    boolean hasBody() {
        return body != null;
    }

    int size() {
        return paths.size();
    }

    int lineOf(Session session) {
        return lineOfSession[session.uniqueId()];
    }

    int nextLine() {
        return next;
    }

    boolean exhausted() {
        return !repeat && next > paths.size();
    }
}
