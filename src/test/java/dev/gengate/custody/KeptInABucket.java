package dev.gengate.custody;

import dev.gengate.proof.servers.LocalS3;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Results go into a bucket. */
public class KeptInABucket implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Server.class));
    }

    /** Its server. */
    public static final class Server implements QuarkusTestResourceLifecycleManager {
        private LocalS3 server;

        @Override
        public Map<String, String> start() {
            server = LocalS3.start();
            System.setProperty("aws.accessKeyId", LocalS3.KEY);
            System.setProperty("aws.secretAccessKey", LocalS3.SECRET);
            return Map.of(
                    "gateway.models.enabled", "default,google/nano-banana-edit",
                    "gateway.custody.store", "s3",
                    "gateway.retention.every", "1S",
                    "gateway.custody.s3.bucket", "results",
                    "gateway.custody.s3.prefix", "gen",
                    "gateway.custody.s3.endpoint", server.url().toString(),
                    "gateway.custody.s3.path-style", "true");
        }

        /** Tests have another class loader than this: what changes the store is of a type that both know. */
        @Override
        public void inject(TestInjector fields) {
            Consumer<Boolean> down = server::down;
            fields.injectIntoFields(down, field -> field.getType() == Consumer.class);
            LongConsumer mostBytes = server::takesUpTo;
            fields.injectIntoFields(mostBytes, field -> field.getType() == LongConsumer.class);
        }

        @Override
        public void stop() {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
            server.close();
        }
    }
}
