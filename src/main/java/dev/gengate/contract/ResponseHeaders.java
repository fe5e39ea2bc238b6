package dev.gengate.contract;

import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Headers of answers in the OpenAPI document, each once: operations refer to them by name. */
public class ResponseHeaders implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Components components = document.getComponents();
        add(components, "Location", "Where it can be read", text("uri-reference", "/v1/generations/…"));
        add(components, "Preference-Applied", "Which preference was honoured", text(null, "wait=30"));
        add(components, "WWW-Authenticate", "How to authenticate", text(null, "Bearer"));
        add(
                components,
                "Idempotent-Replayed",
                "true: the Idempotency-Key had been used before; else absent",
                schema(SchemaType.BOOLEAN));
        add(
                components,
                "Idempotency-Key-Expires",
                "Until when at least the Idempotency-Key is known; after that it makes a new generation. Absent without one",
                text(null, "Tue, 29 Dec 2026 12:00:00 GMT"));
        add(
                components,
                "Retry-After",
                "Seconds after which the same request may be sent again",
                schema(SchemaType.INTEGER).minimum(BigDecimal.ONE));
    }

    private static void add(Components components, String name, String description, Schema schema) {
        components.addHeader(
                name, OASFactory.createHeader().description(description).schema(schema));
    }

    private static Schema text(String format, String example) {
        return schema(SchemaType.STRING).format(format).examples(List.of(example));
    }

    private static Schema schema(SchemaType type) {
        return OASFactory.createSchema().type(List.of(type));
    }
}
