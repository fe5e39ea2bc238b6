package dev.gengate.configuration;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hibernate.validator.HibernateValidator;

/**
 * Checks the constraints on a mapping's getters, one value at a time: the framework checks a mapping only when all its
 * values are readable.
 */
final class Constraints implements AutoCloseable {
    private final ValidatorFactory factory = Validation.byProvider(HibernateValidator.class)
            .configure()
            .defaultLocale(Locale.ENGLISH)
            .buildValidatorFactory();

    /** The message of each constraint that the value breaks. */
    Set<String> broken(Method getter, Object value) {
        return factory.getValidator().forExecutables().validateReturnValue(owner(getter), getter, value).stream()
                .map(ConstraintViolation::getMessage)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The validator needs an object but looks only at its type. */
    private static Object owner(Method getter) {
        Class<?> mapping = getter.getDeclaringClass();
        return Proxy.newProxyInstance(
                mapping.getClassLoader(), new Class<?>[] {mapping}, (proxy, method, arguments) -> null);
    }

    @Override
    public void close() {
        factory.close();
    }
}
