package dev.gengate.proof.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gengate.proof.contract.ContractFilter;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Sends one request after the other over one connection. A connection over which nothing comes at once, or on which the
 * order is in doubt, is put aside and read to its end while a new one is used.
 */
public final class FuzzClient implements AutoCloseable {
    private static final int AT_ONCE_MILLIS = 50;
    private static final int PATIENCE_MILLIS = 5_000;
    /** Longer than a POST waits for the provider ({@code gateway.submission.wait}). */
    private static final int LONGEST_MILLIS = 15_000;
    /** For one more answer than there were requests. */
    private static final int SURPLUS_MILLIS = 1_000;
    /** Connections that are read beside the one in use; bounded, so that a long run does not run out of them. */
    private static final int MOST_ASIDE = 100;
    /** The end of a head, and then as much as ends the longest body that is not refused by its length alone. */
    private static final byte[][] MORE = {more(8 * 1024), more(1024 * 1024)};

    /** What the edge answers to any spoilt request; the document has it where honest clients meet it. */
    private static final Set<Integer> OF_THE_EDGE = Set.of(400, 405, 413, 414, 415, 417, 431);

    private final RawHttp http;
    private final Collection<FuzzCase> putOff;
    private final Deque<Aside> aside = new ArrayDeque<>();
    private final Map<FuzzEnd, Integer> ends = new EnumMap<>(FuzzEnd.class);
    private FuzzConnection kept;

    /** @param owed whether what becomes of the request is not known yet */
    private record Aside(FuzzCase sent, FuzzConnection connection, long since, boolean owed) {
        long millisLeft(int patience) {
            return patience - (System.nanoTime() - since) / 1_000_000;
        }
    }

    /** @param putOff where requests go whose answer asks to send them again */
    public FuzzClient(RawHttp http, Collection<FuzzCase> putOff) {
        this.http = http;
        this.putOff = putOff;
    }

    public void send(FuzzCase next) throws IOException {
        if (kept == null || !endedOverKept(next, false)) {
            // the gateway may have closed it before, or taken this for the rest of what came before
            kept = new FuzzConnection(http.connect());
            endedOverKept(next, true);
        }
    }

    /** @param own whether nothing else was sent over the connection, so that its end or silence is this request's */
    private boolean endedOverKept(FuzzCase next, boolean own) throws IOException {
        FuzzConnection connection = kept;
        connection.send(next.request());
        RawAnswer answer = connection.read(AT_ONCE_MILLIS);
        judge(next, answer);
        boolean ended = answer.isFinal() || own && answer.closed();
        if (ended) {
            count(answer.isFinal() ? FuzzEnd.ANSWERED : FuzzEnd.CLOSED);
        }
        boolean inOrder = answer.isFinal() && answer.answers() == 1 && !answer.closed() && !connection.hasMore();
        if (own && inOrder && !OF_THE_EDGE.contains(answer.status())) {
            answer.to(next.request()).ifPresent(ContractFilter::hold);
        }
        if (!inOrder) {
            putAside(next, own && !ended);
        }
        return ended;
    }

    private void putAside(FuzzCase sent, boolean owed) throws IOException {
        aside.add(new Aside(sent, kept, System.nanoTime(), owed));
        kept = null;
        if (aside.size() > MOST_ASIDE) {
            settle(aside.remove());
        }
    }

    private void settle(Aside old) throws IOException {
        try (FuzzConnection connection = old.connection()) {
            RawAnswer answer = connection.read(old.millisLeft(old.owed() ? PATIENCE_MILLIS : SURPLUS_MILLIS));
            judge(old.sent(), answer);
            if (old.owed()) {
                count(answer.isFinal() ? FuzzEnd.ANSWERED : answer.closed() ? FuzzEnd.CLOSED : endOfSilence(old));
            }
            while (answer.isFinal()) {
                answer = connection.read(old.millisLeft(SURPLUS_MILLIS));
                judge(old.sent(), answer);
            }
        }
    }

    private FuzzEnd endOfSilence(Aside silent) throws IOException {
        boolean ended = false;
        for (int i = 0; i < MORE.length && !ended; i++) {
            silent.connection().send(MORE[i]);
            RawAnswer answer = silent.connection().read(i == 0 ? AT_ONCE_MILLIS : LONGEST_MILLIS);
            judge(silent.sent(), answer);
            ended = answer.isFinal() || answer.closed();
        }
        if (!ended) {
            throw new AssertionError(silent.sent() + ": neither answered nor closed, whatever is sent");
        }
        return FuzzEnd.WAITING_FOR_MORE;
    }

    private void judge(FuzzCase sent, RawAnswer answer) {
        sent.assertNoDefect(answer);
        if (sent.putOff(answer)) {
            putOff.add(sent);
        }
    }

    private void count(FuzzEnd end) {
        ends.merge(end, 1, Integer::sum);
    }

    private static byte[] more(int length) {
        return ("\r\n\r\n" + "x".repeat(length)).getBytes(ISO_8859_1);
    }

    /** How the requests ended, all of them, once this was {@linkplain #settle() settled}. */
    public Map<FuzzEnd, Integer> ends() {
        return ends;
    }

    /** Waits for what was put aside. */
    public void settle() throws IOException {
        while (!aside.isEmpty()) {
            settle(aside.remove());
        }
    }

    @Override
    public void close() throws IOException {
        if (kept != null) {
            kept.close();
        }
        for (Aside open : aside) {
            open.connection().close();
        }
    }
}
