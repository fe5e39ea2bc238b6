package dev.gengate.operator.operations;

import dev.gengate.generation.GenerationState;
import dev.gengate.generation.search.Search;
import dev.gengate.problem.ProblemException;
import java.util.Locale;
import java.util.Map;

/**
 * What an operator asks for, as it is in the body, checked.
 *
 * @param filter by the names of the list's parameters
 * @param most generations that it may change
 */
record Order(Action action, Map<String, String> filter, String reason, boolean dry, Integer most, Search search) {
    /** What can be done to many. */
    enum Action {
        /** The events of those that have ended are published again. */
        REPLAY {
            @Override
            Search of(Search search) {
                return search.ended();
            }

            @Override
            boolean allows(GenerationState state) {
                return state.terminal();
            }
        },
        /** Queued generations end. */
        CANCEL {
            @Override
            Search of(Search search) {
                return search.in(GenerationState.QUEUED);
            }

            @Override
            boolean allows(GenerationState state) {
                return state == GenerationState.QUEUED;
            }
        },
        /** Unconfirmed generations are sent again, and may be paid for twice. */
        RESUBMIT {
            @Override
            Search of(Search search) {
                return search.in(GenerationState.UNCONFIRMED);
            }

            @Override
            boolean allows(GenerationState state) {
                return state == GenerationState.UNCONFIRMED;
            }
        };

        /** The filter, and what the action can be done to. */
        abstract Search of(Search search);

        abstract boolean allows(GenerationState state);

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The search that this action walks. */
        Search checked(Search search) {
            if (search.state() != null && !allows(search.state())) {
                throw ProblemException.invalid(
                        "/filter/state", "is a state in which there is nothing to " + wireName());
            }
            return of(search);
        }
    }
}
