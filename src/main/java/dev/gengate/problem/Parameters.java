package dev.gengate.problem;

import dev.gengate.problem.Problem.FieldError;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Strict query parameters: an ignored one would change the answer silently. */
public final class Parameters {
    /** What comes before a name in an error. */
    public static final String WHERE = "query/";
    /** What is wrong with one of another name. */
    public static final String UNKNOWN = "is not a known field";

    private Parameters() {}

    /**
     * Each of them.
     *
     * @throws ProblemException 422, with each that is given more than once
     */
    public static Map<String, String> of(MultivaluedMap<String, String> query) {
        refuse(
                query.keySet().stream()
                        .filter(name -> query.get(name).size() > 1)
                        .toList(),
                "is given more than once");
        Map<String, String> values = new LinkedHashMap<>();
        query.forEach((name, given) -> values.put(name, given.get(0)));
        return values;
    }

    /**
     * Each of them.
     *
     * @throws ProblemException 422, with each of another name, or that is given more than once
     */
    public static Map<String, String> of(MultivaluedMap<String, String> query, Set<String> names) {
        refuse(query.keySet().stream().filter(name -> !names.contains(name)).toList(), UNKNOWN);
        return of(query);
    }

    private static void refuse(List<String> names, String fault) {
        if (!names.isEmpty()) {
            throw ProblemException.invalid(names.stream()
                    .map(name -> new FieldError(WHERE + name, fault))
                    .toList());
        }
    }
}
