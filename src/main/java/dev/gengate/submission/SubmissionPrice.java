package dev.gengate.submission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.gengate.models.Catalogue;
import dev.gengate.models.Model;
import jakarta.inject.Singleton;
import java.math.BigDecimal;

/** What a submission costs at most, as the list of prices has it. */
@Singleton
class SubmissionPrice {
    private static final JsonMapper JSON = new JsonMapper();

    private final Catalogue catalogue;

    SubmissionPrice(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Null if nobody knows. */
    BigDecimal of(Submission submission) {
        return catalogue
                .find(submission.model())
                .map(Model::price)
                .map(price -> price.quote(json(submission.input())).to())
                .orElse(null);
    }

    private static JsonNode json(String input) {
        try {
            return JSON.readTree(input);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the input is JSON", impossible);
        }
    }
}
