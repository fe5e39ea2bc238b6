package dev.gengate.provider.answer;

import com.fasterxml.jackson.databind.JsonNode;

/** The provider's answer about a model's schema. */
public sealed interface SchemaReport {

    /** An OpenAPI document, not clean as a rule: evidence, not input. */
    record Told(JsonNode openApi) implements SchemaReport {}

    /** The provider does not have the model. */
    record Gone() implements SchemaReport {}

    /** The provider gave no usable answer, or has no schema of the model. */
    record Unavailable() implements SchemaReport {}
}
