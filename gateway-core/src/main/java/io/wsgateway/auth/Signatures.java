package io.wsgateway.auth;

import io.wsgateway.spi.Component;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Tells whether a token is signed by somebody whom the gateway trusts. */
interface Signatures extends Component {

    /** The names of what a token may be signed with; others never get to {@link #check}. */
    Set<String> algorithms();

    /** Checks a signature. Never waits; a failed stage means cannot tell now. */
    CompletionStage<Signed> check(Jwt token);

    /** What became of the check. */
    enum Signed {
        YES,
        WRONGLY,
        /** By a key that nobody published. */
        BY_UNKNOWN_KEY,
        /** It names a key that isn't for its algorithm. */
        BY_UNFIT_KEY,
        /** It names no key, and none of those that were tried has signed it. */
        BY_NONE_OF_THE_FIRST
    }
}
