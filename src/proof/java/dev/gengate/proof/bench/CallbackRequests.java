package dev.gengate.proof.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The callbacks of numbered rows, prepared in a file: none is ever sent twice. */
final class CallbackRequests {
    private static final String BODY =
            """
            {"code":200,"msg":"Playground task completed successfully.","data":{"taskId":"%1$s@",\
            "model":"google/imagen4-fast","state":"success","param":"{\\"model\\":\\"google/imagen4-fast\\",\
            \\"callBackUrl\\":\\"https://gateway.example/callbacks/kie/%2$s@/b\\",\\"input\\":\\"{\\\\\\"prompt\\\\\\":\\\\\\"%3$s\
            \\\\\\",\\\\\\"num_images\\\\\\":\\\\\\"1\\\\\\"}\\"}",\
            "resultJson":"{\\"resultUrls\\":[\\"%4$s/f/@.png\\"]}","failCode":null,"failMsg":null,\
            "costTime":11,"creditsConsumed":4,"createTime":1786428622000,"completeTime":1786428635000,\
            "updateTime":1786428635000}}""";
    private static final String PROMPT = "A lighthouse at dusk, photorealistic. ".repeat(8);

    private static final Base64.Encoder TOKEN = Base64.getUrlEncoder().withoutPadding();

    private CallbackRequests() {}

    /**
     * A success as the provider sends it, with the echo of a request of usual length; {@code @} is the end of the ids of
     * generation and task.
     *
     * @param idPrefix what the generations' ids begin with
     * @param results what the results' URLs begin with
     */
    static String body(String idPrefix, URI results) {
        return BODY.formatted(NumberedRows.TASK, idPrefix, PROMPT, results);
    }

    /** Writes the requests of the rows numbered {@code from} to {@code to}, one a line. */
    static void write(Path file, NumberedRows ledger, long from, long to) {
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(Contestants.CALLBACK_SECRET), "HmacSHA256"));
            for (long number = from; number <= to; number++) {
                String id = ledger.id(number);
                String token = TOKEN.encodeToString(mac.doFinal(bytes(id)));
                lines.write("/callbacks/kie/" + id + "/" + token + "\t" + NumberedRows.hex(number) + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
