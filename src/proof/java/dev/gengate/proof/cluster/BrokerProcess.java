package dev.gengate.proof.cluster;

import dev.gengate.proof.servers.Arguments;
import dev.gengate.proof.servers.Closing;
import dev.gengate.proof.servers.LocalKafka;
import dev.gengate.proof.servers.Quiet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A broker in a process of its own, so that it can be frozen: {@code --port 9092}; with
 * {@code --guarded true} it goes by ACLs and makes no topic on its own. The line {@code restart} on standard
 * input stops it and starts it again with its data; the end of the input ends it.
 */
final class BrokerProcess {
    static final String READY = "broker ready";
    static final String RESTART = "restart";

    private BrokerProcess() {}

    public static void main(String[] given) throws IOException {
        Quiet.logging();
        Arguments options = Arguments.of(given);
        boolean guarded = options.text("guarded", "false").equals("true");
        LocalKafka broker =
                new LocalKafka(options.number("port", 9092), Map.of(), guarded ? LocalKafka.GUARDED : Map.of());
        broker.start();
        Closing.atExit(broker);
        System.out.println(READY);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (line.equals(RESTART)) {
                broker.stop();
                broker.start();
                System.out.println(READY);
            }
        }
        System.exit(0);
    }
}
