package io.spiderweb.control.state;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.spiderweb.store.Journal;
import io.spiderweb.store.Leases;
import io.spiderweb.store.Store;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long the calls of a store take, each kind by its name, failed ones too. It stands before whatever the store's
 * interface has, so that a call that is added to it is measured as well.
 */
final class TimedStore implements InvocationHandler {

    /** What waits on purpose, or takes no time. */
    private static final Set<String> UNTIMED = Set.of("awaitChange", "close", "nowMs", "leases", "journal");

    private final Object timed;
    private final String prefix;
    private final MeterRegistry registry;

    private TimedStore(Object timed, String prefix, MeterRegistry registry) {
        this.timed = timed;
        this.prefix = prefix;
        this.registry = registry;
    }

    static Store of(Store store, MeterRegistry registry) {
        return of(Store.class, store, "", registry);
    }

    private static <T> T of(Class<T> type, Object timed, String prefix, MeterRegistry registry) {
        return type.cast(Proxy.newProxyInstance(
                TimedStore.class.getClassLoader(), new Class<?>[] {type}, new TimedStore(timed, prefix, registry)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.isDefault()) {
            // what it is made of is timed
            return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        if (UNTIMED.contains(method.getName()) || method.getDeclaringClass() == Object.class) {
            return part(call(method, arguments));
        }
        long begin = System.nanoTime();
        try {
            return call(method, arguments);
        } finally {
            Timer.builder("spiderweb.store.calls")
                    .description("calls of the database")
                    .tag("call", prefix + method.getName())
                    .publishPercentiles(0.5, 0.99)
                    .register(registry)
                    .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(timed, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private @Nullable Object part(@Nullable Object result) {
        return switch (result) {
            case Leases leases -> of(Leases.class, leases, "leases.", registry);
            case Journal journal -> of(Journal.class, journal, "journal.", registry);
            case null, default -> result;
        };
    }
}
