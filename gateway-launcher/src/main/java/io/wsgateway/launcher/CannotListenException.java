package io.wsgateway.launcher;

import io.wsgateway.launcher.settings.Problem;
import io.wsgateway.launcher.settings.Setting;
import io.wsgateway.launcher.settings.Settings;
import io.wsgateway.launcher.settings.StartFailure;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;

/** An address can't be listened on. The message is for people. */
final class CannotListenException extends Exception {
    private static final long serialVersionUID = 1;

    CannotListenException(Settings settings, Setting<String> host, Setting<Integer> port, IOException cause) {
        super(StartFailure.text(List.of(problem(settings, host, port, cause))), cause);
    }

    private static Problem problem(Settings settings, Setting<String> host, Setting<Integer> port, IOException cause) {
        return new Problem(
                "cannot listen on " + settings.value(host) + ":" + settings.value(port) + ": " + reason(cause),
                settings.given(host) + ", " + settings.given(port),
                "end what listens there, or set " + host.key() + " to an address of this machine and " + port.key()
                        + " to a port that is free");
    }

    /** What the system said, without the wrappings of those who passed it on. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof UnresolvedAddressException
                ? "nobody knows this host"
                : String.valueOf(root.getMessage());
    }
}
