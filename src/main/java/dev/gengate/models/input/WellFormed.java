package dev.gengate.models.input;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Text that can be stored and passed on unchanged: no NUL (PostgreSQL cannot hold it), no unpaired surrogate. */
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = WellFormed.Validator.class)
public @interface WellFormed {
    /** What is told about a text that is not. */
    String TEXT = "must not contain NUL or an unpaired surrogate";

    String message() default TEXT;

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Null is well-formed. */
    class Validator implements ConstraintValidator<WellFormed, CharSequence> {
        @Override
        public boolean isValid(CharSequence text, ConstraintValidatorContext context) {
            return text == null || wellFormed(text);
        }

        public static boolean wellFormed(CharSequence text) {
            return text.codePoints().noneMatch(Validator::unwanted);
        }

        private static boolean unwanted(int codePoint) {
            return codePoint == 0 || codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        }
    }
}
