package dev.gengate.proof.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The console on five screens: each asks what its pages ask, every two seconds. */
final class Screens implements BesideOthers.Others {
    private static final int SCREENS = 5;
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final List<String> QUESTIONS =
            List.of("/v1/status", "/v1/queue", "/v1/credits", "/v1/brake", "/v1/generations?limit=50");

    @Override
    public String what() {
        return "the console on " + SCREENS + " screens";
    }

    @Override
    public Running begin(int port) {
        Polls polls = new Polls(port);
        long pause = EVERY.toMillis() / SCREENS;
        for (int screen = 0; screen < SCREENS; screen++) {
            polls.thread.scheduleAtFixedRate(polls::ask, screen * pause, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        return polls;
    }

    /** All screens' questions, one after the other. */
    private static final class Polls implements Running {
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
        private final AtomicLong answered = new AtomicLong();
        private final AtomicLong lost = new AtomicLong();
        private final URI gateway;

        Polls(int port) {
            gateway = URI.create("http://localhost:" + port);
        }

        void ask() {
            QUESTIONS.forEach(question -> (answers(question) ? answered : lost).incrementAndGet());
        }

        private boolean answers(String question) {
            HttpRequest request = HttpRequest.newBuilder(gateway.resolve(question))
                    .header("Authorization", "Bearer " + Contestants.OPERATOR_KEY)
                    .build();
            try {
                return client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public long answered() {
            return answered.get();
        }

        @Override
        public long lost() {
            return lost.get();
        }

        @Override
        public void close() {
            thread.shutdown();
            try {
                thread.awaitTermination(EVERY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
