package io.wsgateway.spi;

import static java.util.Objects.requireNonNull;

import io.wsgateway.model.Principal;
import java.util.concurrent.CompletionStage;

/** Says whom a token stands for. */
public interface TokenVerifier extends Component {

    /**
     * Checks a token. Called off the I/O threads, several at a time; may compute, must not wait (return an incomplete
     * stage). "No" is a value; a failed stage means cannot tell now, the client is asked to try again. A throw counts as a
     * failed stage.
     */
    CompletionStage<Verdict> verify(String token);

    /** The answer. */
    sealed interface Verdict {

        /** The token is good and stands for this user. */
        record Accepted(Principal user) implements Verdict {
            public Accepted {
                requireNonNull(user, "user");
            }
        }

        /**
         * The token is refused.
         *
         * @param reason for the log, never for the client; must not contain the token
         */
        record Rejected(String reason) implements Verdict {
            public Rejected {
                requireNonNull(reason, "reason");
            }
        }
    }
}
