package dev.gengate.proof.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Ids of tasks that are the same in each run: made of the model, the input, and how often the same was asked for before. */
final class RepeatableIds {
    private static final int LENGTH = 32;

    private final Map<String, Integer> asked = new HashMap<>();

    String of(String model, JsonNode input) {
        String request = model + " " + input;
        int before = asked.merge(request, 1, Integer::sum);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((request + " " + before).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
