package dev.gengate.proof.rolling;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gengate.proof.simulator.client.ProviderTask;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets of the callback token that change from deployment to deployment: all pods have to know the new one before the
 * first of them signs with it, and the old one as long as something is open that was signed with it.
 */
final class SecretRotation {
    private static final String OLD = "rolling-0123456789abcdef-old-0123456789";
    private static final String NEW = "rolling-fedcba9876543210-new-9876543210";
    private static final List<String> STEPS = List.of(OLD + "," + NEW, NEW + "," + OLD, NEW);

    private SecretRotation() {}

    /** The secrets of the first deployment and of those after it; nothing changes any more after the last. */
    static String step(int number) {
        return STEPS.get(Math.min(number, STEPS.size() - 1));
    }

    /** Whether the pods of this deployment do not know a secret of the one before. */
    static boolean drops(int number) {
        return !step(number).contains(OLD) && step(number - 1).contains(OLD);
    }

    /** How many tasks' callback URLs are signed with which. */
    static String signed(List<ProviderTask> tasks) {
        return count(tasks, OLD) + ", " + count(tasks, NEW);
    }

    private static long count(List<ProviderTask> tasks, String secret) {
        return tasks.stream()
                .filter(task -> task.callBackUrl().endsWith("/" + token(secret, task.generationId())))
                .count();
    }

    private static String token(String secret, String id) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(US_ASCII), "HmacSHA256"));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(id.getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
