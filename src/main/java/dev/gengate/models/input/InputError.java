package dev.gengate.models.input;

/**
 * One thing that is wrong with an input; never quotes a value.
 *
 * @param pointer a JSON pointer into the input, empty for the input itself
 */
public record InputError(String pointer, String detail) {

    /** The field of the input where it is; empty for the input itself. */
    public String field() {
        int end = pointer.indexOf('/', 1);
        return pointer.isEmpty() ? "" : pointer.substring(1, end < 0 ? pointer.length() : end);
    }

    /** The pointer to a field of what that pointer names. */
    public static String child(String pointer, String field) {
        return pointer + "/" + field.replace("~", "~0").replace("/", "~1");
    }
}
