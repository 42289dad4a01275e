package io.wsgateway.spi;

import static java.util.Objects.requireNonNull;

import io.wsgateway.model.Principal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Says whom a token stands for. */
public interface TokenVerifier extends Component {

    /**
     * Checks a token. Called off the I/O threads, several at a time; may compute, must not wait (return an incomplete
     * stage). "No" is a value; a failed stage means cannot tell now, the client is asked to try again. A throw counts as a
     * failed stage.
     */
    CompletionStage<Verdict> verify(String token);

    /**
     * How long a token lives at most, from when it was issued: none that lives longer is accepted. Empty where the verifier
     * sets no bound; then the gateway refuses those that outlive its {@code maxTokenLife}.
     */
    default Optional<Duration> longestLife() {
        return Optional.empty();
    }

    /**
     * What the verifiers of all instances must have alike, by the name of its setting, such as keys, issuer and audience: a token that
     * one refuses and another takes drives clients away. A secret goes in as a hash of it. Names that not every instance has aren't
     * compared, so what is unset is empty.
     */
    default Map<String, String> sharedFacts() {
        return Map.of();
    }

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
