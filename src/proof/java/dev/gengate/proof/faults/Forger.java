package dev.gengate.proof.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.audit.Forgery;
import dev.gengate.proof.gateway.Json;
import dev.gengate.proof.simulator.client.KieSimulatorClient;
import dev.gengate.proof.simulator.client.ProviderTask;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Posts well-formed callbacks under URLs that were never given out, about generations that are there or are not. */
final class Forger implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int BURST = 5;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final KieSimulatorClient provider;
    private final Random random;
    private final List<Forgery> posted = new ArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread daemon = new Thread(work, "forger");
        daemon.setDaemon(true);
        return daemon;
    });

    Forger(KieSimulatorClient provider, long seed) {
        this.provider = provider;
        this.random = new Random(seed + 2);
    }

    /** Spreads so many over the time. */
    void begin(int forgeries, Duration time) {
        for (int burst = 0; burst < forgeries / BURST; burst++) {
            long at = (long) (time.toMillis() * random.nextDouble());
            thread.schedule(this::burst, at, TimeUnit.MILLISECONDS);
        }
    }

    private void burst() {
        List<ProviderTask> tasks = provider.newestTasks(50);
        if (tasks.size() < 2) {
            thread.schedule(this::burst, 1, TimeUnit.SECONDS);
            return;
        }
        for (int index = 0; index < BURST; index++) {
            forge(tasks.get(random.nextInt(tasks.size())), tasks.get(random.nextInt(tasks.size())));
        }
    }

    private void forge(ProviderTask victim, ProviderTask other) {
        String url = victim.callBackUrl();
        String token = url.substring(url.lastIndexOf('/') + 1);
        String id = victim.generationId();
        switch (random.nextInt(4)) {
            case 0 -> post("unknown id", url.replace(id, UUID.randomUUID().toString()), victim);
            case 1 -> post("wrong token", url.replace(token, token.substring(1) + "A"), victim);
            case 2 -> post("token cut short", url.substring(0, url.length() - 1), victim);
            default -> foreignToken(victim, other);
        }
    }

    private void foreignToken(ProviderTask victim, ProviderTask other) {
        if (!victim.callBackUrl().equals(other.callBackUrl())) {
            post("token of another", other.callBackUrl().replace(other.generationId(), victim.generationId()), victim);
        }
    }

    private void post(String kind, String url, ProviderTask victim) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body(victim)))
                .build();
        int status = 0;
        try {
            status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            // nobody there just now
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (posted) {
            posted.add(new Forgery(kind, status));
        }
    }

    private String body(ProviderTask victim) {
        ObjectNode data = Json.object().put("taskId", victim.taskId()).put("model", victim.model());
        if (random.nextBoolean()) {
            data.put("state", "success")
                    .put("resultJson", "{\"resultUrls\":[\"https://" + Forgery.MARK + "/image.png\"]}");
        } else {
            data.put("state", "fail").put("failCode", Forgery.MARK).put("failMsg", Forgery.MARK);
        }
        return Json.write(Json.object().put("code", 200).put("msg", "success").set("data", data));
    }

    /** All forgeries so far. */
    List<Forgery> posted() {
        synchronized (posted) {
            return List.copyOf(posted);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
