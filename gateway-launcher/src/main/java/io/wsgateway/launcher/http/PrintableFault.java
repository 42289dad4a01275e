package io.wsgateway.launcher.http;

import io.wsgateway.model.Printable;
import org.jspecify.annotations.Nullable;

/** A fault for the log: where it happened, and what it says in printable form, for that may hold what a client has sent. */
final class PrintableFault extends Throwable {
    private static final long serialVersionUID = 1;
    private static final int CAUSES = 5;

    private PrintableFault(Throwable fault, @Nullable Throwable cause) {
        super(Printable.of(fault.toString()), cause);
        setStackTrace(fault.getStackTrace());
    }

    static PrintableFault of(Throwable fault) {
        return of(fault, CAUSES);
    }

    private static PrintableFault of(Throwable fault, int causes) {
        Throwable cause = fault.getCause();
        return new PrintableFault(fault, cause == null || causes == 0 ? null : of(cause, causes - 1));
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // its message names the fault's class, and its own says nothing
    public String toString() {
        return String.valueOf(getMessage());
    }
}
