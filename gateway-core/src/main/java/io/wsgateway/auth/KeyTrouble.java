package io.wsgateway.auth;

import io.wsgateway.model.Printable;
import io.wsgateway.spi.TlsTrouble;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Why there are no keys, in one line that says what to do. */
final class KeyTrouble {
    private KeyTrouble() {}

    static String of(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause == null) {
            return "it failed without a reason";
        }
        String tls = TlsTrouble.of(cause, "http://");
        if (tls != null) {
            return "it " + tls;
        } else if (cause instanceof HttpTimeoutException) {
            return "it does not answer in time: check host and port, and that this machine may reach it";
        } else if (cause instanceof ConnectException) {
            return unknownHost(cause)
                    ? "it has a name that no address is known for: check the host"
                    : "it can't be connected to: check host and port, and that it runs";
        }
        return Printable.of(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    /** The JDK's client says no more of it than this class. */
    private static boolean unknownHost(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }
}
