package dev.gengate.models;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/** A text that clients may also write as a JSON integer; any other type is wrong. */
class StringOrInteger extends StdDeserializer<String> {
    private static final long serialVersionUID = 1L;

    StringOrInteger() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING || json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return json.getText();
        }
        return (String) context.handleUnexpectedToken(String.class, json);
    }
}
