package dev.gengate.provider.answer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text taken for a refusal by mistake would give up a task that may exist and cost, so doubt means no refusal. */
class RefusalTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aspect_ratio is required",
                "This field is required",
                "this field is required.",
                "`image_size` is required",
                "input.prompt is required",
                "This aspect_ratio is not within the range of allowed options",
                "The model name you specified is not supported.",
                "prompt must not be longer than 5000 characters",
                "The prompt you gave is too long",
                "Invalid num_images",
                "num_images must be one of 1, 2, 3, 4",
                "callBackUrl is invalid"
            })
    void plainComplaintNamesAParameter(String text) {
        assertTrue(RefusalText.namesParameter(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Internal Error",
                "Internal Server Error, please try again later",
                "Server exception, please contact support if a retry is required",
                "Error while processing the prompt",
                "The model is busy. A retry must be made later.",
                "Failed to save input of task",
                "null"
            })
    void internalErrorNamesNone(String text) {
        assertFalse(RefusalText.namesParameter(text));
        assertFalse(RefusalText.meansNoCredits(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Credits insufficient : Your current balance isn't enough to run this request. Please top up.",
                "CREDITS INSUFFICIENT",
                "Your current balance isn\u2019t enough to run this request",
                "Insufficient credits"
            })
    void creditsTextIsKnownWithEitherApostrophe(String text) {
        assertTrue(RefusalText.meansNoCredits(text));
    }

    @Test
    void longTextIsReadInLimitedTime() {
        String text = "prompt ".repeat(150_000);

        assertFalse(RefusalText.namesParameter(text));
    }
}
