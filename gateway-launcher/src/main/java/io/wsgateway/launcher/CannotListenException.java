package io.wsgateway.launcher;

import io.wsgateway.launcher.settings.Problem;
import io.wsgateway.launcher.settings.StartFailure;
import java.util.List;

/** An address can't be listened on; the message is for people. */
final class CannotListenException extends Exception {
    private static final long serialVersionUID = 1;

    CannotListenException(Problem problem) {
        super(StartFailure.text(List.of(problem)));
    }
}
