package io.wsgateway.launcher;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. The JDK has no supported way to see them: {@code sun.misc.Signal} is the one that all JDKs
 * have, by reflection because compilers warn of it. Where it is missing, signals do what Java does with them.
 */
final class Signals {
    private Signals() {}

    /**
     * Runs an action at each such signal, in a thread of its own, in place of what Java would do.
     *
     * @param name without SIG: {@code TERM}
     * @return whether that works here
     */
    static boolean on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        action.run();
                        return null;
                    });
            Object which = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, which, handling);
            return true;
        } catch (ReflectiveOperationException | LinkageError e) {
            return false;
        }
    }
}
