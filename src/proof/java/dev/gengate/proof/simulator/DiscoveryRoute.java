package dev.gengate.proof.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gengate.proof.gateway.Json;

/** {@code GET /api/v1/models…}: what the provider says of its models, one call a second. */
final class DiscoveryRoute {
    static final String PREFIX = "/api/v1/models";
    private static final String SCHEMA = "/schema";
    private final TaskBook book;

    DiscoveryRoute(TaskBook book) {
        this.book = book;
    }

    Answer handle(Exchange exchange) {
        if (book.accountOf(exchange).isEmpty()) {
            return Answer.NO_ACCESS;
        }
        if (!book.models().mayBeAsked()) {
            return Answer.TOO_OFTEN;
        }
        String path = exchange.request().path().substring(PREFIX.length());
        if (path.isEmpty()) {
            return Answer.data(list());
        }
        return path.endsWith(SCHEMA)
                ? schema(path.substring(1, path.length() - SCHEMA.length()))
                : Answer.code(404, "Not found");
    }

    private Answer schema(String model) {
        return book.models()
                .openApi(model)
                .map(document -> {
                    ObjectNode data = Json.object().put("model", model);
                    data.set("openapi", document);
                    return Answer.data(data);
                })
                .orElse(Answer.code(404, "The model does not exist"));
    }

    private ObjectNode list() {
        ObjectNode data = Json.object();
        var models = data.putArray("models");
        for (String name : book.models().names()) {
            var file = book.models().find(name).orElseThrow().file();
            models.addObject()
                    .put("model", name)
                    .put("slug", name.replace('/', '-'))
                    .put("title", name)
                    .put("provider", file.path("vendor").asText())
                    .putArray("taskType")
                    .add(file.path("kind").asText());
        }
        return data.put("total", models.size());
    }
}
