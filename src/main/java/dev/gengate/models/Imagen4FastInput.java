package dev.gengate.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.CodePointLength;

/**
 * Input of {@code google/imagen4-fast}, with the limits of the provider's OpenAPI file. Absent fields are not sent, so
 * the provider's defaults apply.
 *
 * @param prompt what to show; 1 to 5000 characters (code points), not only white space
 * @param negativePrompt what to discourage; up to 5000 characters
 * @param aspectRatio the provider's default is 16:9
 * @param numImages sent as a string, accepted as a number too; the provider's default is 1
 * @param seed for reproducible generation
 */
@ModelInput.Model("google/imagen4-fast")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"prompt", "negative_prompt", "aspect_ratio", "num_images", "seed"})
public record Imagen4FastInput(
        @NotBlank(message = "is required")
                @CodePointLength(max = 5000, message = "must have at most 5000 characters")
                @WellFormed
                String prompt,
        @JsonProperty("negative_prompt")
                @CodePointLength(max = 5000, message = "must have at most 5000 characters")
                @WellFormed
                String negativePrompt,
        @JsonProperty("aspect_ratio")
                @Pattern(regexp = "1:1|16:9|9:16|3:4|4:3", message = "must be one of 1:1, 16:9, 9:16, 3:4, 4:3")
                String aspectRatio,
        @JsonProperty("num_images")
                @JsonDeserialize(using = StringOrInteger.class)
                @Pattern(regexp = "[1-4]", message = "must be one of 1, 2, 3, 4")
                String numImages,
        Long seed)
        implements ModelInput {

    /** Never shows the content. */
    @Override
    public String toString() {
        return "Imagen4FastInput";
    }
}
