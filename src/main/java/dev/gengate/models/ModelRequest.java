package dev.gengate.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gengate.models.input.InputError;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;

/**
 * What a caller asks of a model, as one constraint: the model is served to that caller, and its schema and rules allow
 * the input. Each error is the dynamic payload of its violation, with a pointer into the request.
 *
 * @param caller the caller's name
 * @param served the model as it is now, which goes with the request: its file may change or go meanwhile
 */
@ModelRequest.Valid
public record ModelRequest(Inputs inputs, String caller, String model, JsonNode input, Optional<Model> served) {
    public ModelRequest(Inputs inputs, String caller, String model, JsonNode input) {
        this(inputs, caller, model, input, inputs.served(caller, model));
    }

    /** Never shows the content. */
    @Override
    public String toString() {
        return "ModelRequest[" + model + "]";
    }

    /** The model is served and the input is one of its. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = Validator.class)
    public @interface Valid {
        String message() default "is not valid";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    /** One violation for each error. */
    public static class Validator implements ConstraintValidator<Valid, ModelRequest> {
        @Override
        public boolean isValid(ModelRequest request, ConstraintValidatorContext context) {
            List<InputError> errors = request.inputs.errors(request);
            context.disableDefaultConstraintViolation();
            for (int number = 0; number < errors.size(); number++) {
                // a text of its own for each: the validator takes those that differ in their payload alone for one
                context.unwrap(HibernateConstraintValidatorContext.class)
                        .withDynamicPayload(errors.get(number))
                        .buildConstraintViolationWithTemplate("error " + number)
                        .addConstraintViolation();
            }
            return errors.isEmpty();
        }
    }
}
