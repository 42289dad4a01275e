package io.wsgateway.broker.rabbit;

/**
 * Reads what others wrote, and finds out whose fault it is where that fails: the message's if something harmless can be read
 * at the same time, or this process's (no memory, a class that is missing) if that fails too. Whatever is thrown counts,
 * errors as well: a stack overflow is a message's fault, an {@link OutOfMemoryError} rarely.
 */
final class Attempt {
    /** The same message fails as often, with something harmless read after each time, before it is blamed. */
    static final int TRIES = 3;

    private Attempt() {}

    interface Reading<T> {
        T read() throws Exception;
    }

    /** The message is at fault: reading it again would fail again. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(Throwable cause) {
            super(cause);
        }
    }

    /** This process is at fault; the same may succeed later. */
    static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(Throwable cause) {
            super("it can't be read here now: " + cause, cause);
        }
    }

    /**
     * @param harmless reads something of the same size that is known to be right
     * @throws Unreadable if the message is at fault
     * @throws Failed if this process is
     */
    static <T> T at(Reading<T> reading, Reading<?> harmless) throws Unreadable {
        for (int tried = 1; ; tried++) {
            try {
                return reading.read();
            } catch (Throwable fault) {
                check(harmless);
                if (tried == TRIES) {
                    throw new Unreadable(fault);
                }
            }
        }
    }

    private static void check(Reading<?> harmless) {
        try {
            harmless.read();
        } catch (Throwable fault) {
            throw new Failed(fault);
        }
    }
}
