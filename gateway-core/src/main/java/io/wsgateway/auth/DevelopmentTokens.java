package io.wsgateway.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;

/** Makes tokens to try a gateway with. In production tokens come from whoever knows the users. */
public final class DevelopmentTokens {
    private DevelopmentTokens() {}

    /**
     * An HS256 token for a user who may subscribe to these guilds.
     *
     * @param now cut to whole seconds
     * @throws IllegalArgumentException for a secret of less than 32 bytes
     */
    public static String sign(byte[] secret, String userId, Collection<String> guilds, Instant now, Duration life) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(userId)
                .claim("guilds", List.copyOf(guilds))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(Secret.checked(secret)));
        } catch (JOSEException e) {
            throw new IllegalStateException("This Java runtime can't sign with HS256", e);
        }
        return token.serialize();
    }
}
