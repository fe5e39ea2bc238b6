package dev.gengate.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.gengate.models.input.InputLimits;
import dev.gengate.models.input.InputSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads a file that nobody has tested: everything that could fail later fails here. */
final class ModelFile {
    private static final String FORMAT = "schema/model.schema.json";
    private static final int MOST_FAULTS = 3;
    /** A validator takes some frames of the stack for each level. */
    private static final int DEEPEST = 60;
    /** A schema stands for itself: nothing is fetched, and a pointer into it is a pointer into the file. */
    private static final List<String> NOT_ALLOWED =
            List.of("$ref", "$dynamicRef", "$id", "$schema", "$anchor", "$dynamicAnchor", "$defs", "$vocabulary");

    private final JsonSchema format;

    ModelFile() {
        try (InputStream schema = ModelFile.class.getClassLoader().getResourceAsStream(FORMAT)) {
            format = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(ModelReader.json(schema.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws BadModelException telling why it is none */
    Model read(byte[] file) {
        JsonNode json = json(file);
        if (deeperThan(DEEPEST, json)) {
            throw new BadModelException("is nested too deeply");
        }
        if (hasTooLargeNumbers(json)) {
            throw new BadModelException("has a number of too many digits");
        }
        Set<ValidationMessage> faults = format.validate(json);
        if (!faults.isEmpty()) {
            throw new BadModelException(faults.stream()
                    .limit(MOST_FAULTS)
                    .map(ValidationMessage::getMessage)
                    .collect(Collectors.joining("; ")));
        }
        NOT_ALLOWED.stream()
                .filter(keyword -> json.get("input").findValue(keyword) != null)
                .findFirst()
                .ifPresent(keyword -> {
                    throw new BadModelException("$.input: " + keyword + " is not allowed");
                });
        return usable(json);
    }

    private static JsonNode json(byte[] file) {
        try {
            return ModelReader.json(file);
        } catch (JsonProcessingException e) {
            throw new BadModelException("is not JSON: line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pattern that does not compile, or a rate for a field that does not exist, shows now. */
    private static Model usable(JsonNode json) {
        try {
            Model model = ModelReader.model(json);
            new InputSchema(model.input()).errors(JsonNodeFactory.instance.objectNode());
            if (model.price() != null) {
                model.price().quote(JsonNodeFactory.instance.objectNode());
            }
            ModelFaults.of(model).ifPresent(fault -> {
                throw new BadModelException(fault);
            });
            return model;
        } catch (BadModelException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BadModelException("cannot be used: " + e.getMessage());
        }
    }

    private static boolean deeperThan(int levels, JsonNode json) {
        return json.isContainerNode()
                && (levels == 0
                        || StreamSupport.stream(json.spliterator(), false)
                                .anyMatch(inner -> deeperThan(levels - 1, inner)));
    }

    private static boolean hasTooLargeNumbers(JsonNode json) {
        return json.isNumber() && InputLimits.tooLarge(json)
                || StreamSupport.stream(json.spliterator(), false).anyMatch(ModelFile::hasTooLargeNumbers);
    }

    /** A file that is no model. */
    static final class BadModelException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadModelException(String why) {
            super(why, null, false, false);
        }
    }
}
