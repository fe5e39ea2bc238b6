package dev.gengate.models.input;

/**
 * One thing that is wrong with an input; never quotes a value.
 *
 * @param pointer a JSON pointer into the input, empty for the input itself
 */
public record InputError(String pointer, String detail) {

    /** The pointer to a field of what that pointer names. */
    public static String child(String pointer, String field) {
        return pointer + "/" + field.replace("~", "~0").replace("/", "~1");
    }
}
