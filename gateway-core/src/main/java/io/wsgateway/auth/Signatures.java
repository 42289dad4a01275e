package io.wsgateway.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import io.wsgateway.spi.Component;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Tells whether a token is signed by somebody whom the gateway trusts. */
interface Signatures extends Component {

    /** What a token may be signed with; others never get to {@link #check}. */
    Set<JWSAlgorithm> algorithms();

    /** Checks a signature. Never waits; a failed stage means cannot tell now. */
    CompletionStage<Signed> check(JWSObject token);

    /** What became of the check. */
    enum Signed {
        YES,
        WRONGLY,
        BY_UNKNOWN_KEY
    }
}
