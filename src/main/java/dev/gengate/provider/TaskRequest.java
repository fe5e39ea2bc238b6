package dev.gengate.provider;

import java.util.Objects;
import java.util.UUID;

/**
 * One task to create. {@code toString} never shows the input.
 *
 * @param account whose key is used
 * @param caller whose generation it is
 * @param id the generation, which determines the callback URL
 * @param model the provider's model name
 * @param input the JSON text of the input object, sent unchanged
 * @param leaving run once, right before the first byte of the call is sent
 */
public record TaskRequest(String account, String caller, UUID id, String model, String input, Runnable leaving) {
    public TaskRequest {
        Objects.requireNonNull(account);
        Objects.requireNonNull(caller);
        Objects.requireNonNull(id);
        Objects.requireNonNull(model);
        Objects.requireNonNull(input);
        Objects.requireNonNull(leaving);
    }

    @Override
    public String toString() {
        return "TaskRequest[" + id + ", " + model + "]";
    }
}
