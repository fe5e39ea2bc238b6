package dev.gengate.problem;

import dev.gengate.problem.Problem.FieldError;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Strict query parameters: an ignored one would change the answer silently. */
public final class Parameters {
    /** What comes before a name in an error. */
    public static final String WHERE = "query/";

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
                name -> "is given more than once");
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
        refuse(
                query.keySet().stream().filter(name -> !names.contains(name)).toList(),
                name -> "is not a known parameter" + Names.hint(name, names.stream()));
        return of(query);
    }

    private static void refuse(List<String> names, UnaryOperator<String> fault) {
        if (!names.isEmpty()) {
            throw ProblemException.invalid(names.stream()
                    .map(name -> new FieldError(WHERE + name, fault.apply(name)))
                    .toList());
        }
    }
}
