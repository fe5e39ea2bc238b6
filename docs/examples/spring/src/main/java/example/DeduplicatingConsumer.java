package example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** Run: mvn package, then java -jar target/consumer.jar; each property is an environment variable too. */
@SpringBootApplication
public class DeduplicatingConsumer {

    public static void main(String[] arguments) {
        SpringApplication.run(DeduplicatingConsumer.class, arguments);
    }

    /** Spring's own gives an event up after ten tries and goes on: here a database that is away holds up all, and skips none. */
    @Bean
    DefaultErrorHandler triesForEver() {
        return new DefaultErrorHandler(new FixedBackOff(1_000, FixedBackOff.UNLIMITED_ATTEMPTS));
    }
}
