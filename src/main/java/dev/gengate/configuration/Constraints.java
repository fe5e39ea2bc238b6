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
 * The constraints beside the getters of a mapping, for one value at a time: the framework checks a mapping only when each
 * of its values can be read.
 */
final class Constraints implements AutoCloseable {
    private final ValidatorFactory factory = Validation.byProvider(HibernateValidator.class)
            .configure()
            .defaultLocale(Locale.ENGLISH)
            .buildValidatorFactory();

    /** What the value should be, for each constraint that it breaks. */
    Set<String> broken(Method getter, Object value) {
        return factory.getValidator().forExecutables().validateReturnValue(owner(getter), getter, value).stream()
                .map(ConstraintViolation::getMessage)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The validator asks for the object and looks at nothing but its type. */
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
