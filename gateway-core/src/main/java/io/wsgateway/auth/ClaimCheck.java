package io.wsgateway.auth;

import io.wsgateway.auth.Claims.Bad;
import io.wsgateway.model.Principal;
import io.wsgateway.model.Rights;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;

/** Decides on what a token says, whoever signed it. */
final class ClaimCheck {
    private final JwtConfig config;
    private final InstantSource clock;

    ClaimCheck(JwtConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    Duration maxLife() {
        return config.maxLife();
    }

    /** Whom the claims stand for, now, if they are those of the signer. */
    Principal principal(Claims claims) throws Bad {
        Instant issuedAt = claims.required("iat", claims.time("iat"));
        Instant expiresAt = claims.required("exp", claims.time("exp"));
        checkTimes(issuedAt, expiresAt, claims);
        checkOrigin(claims);
        String userId = claims.required(config.userClaim(), claims.id(config.userClaim()));
        return new Principal(
                userId,
                Rights.to(claims.ids(config.guildsClaim())),
                issuedAt,
                expiresAt,
                claims.text("jti"),
                Collections.unmodifiableMap(claims.all()));
    }

    private void checkTimes(Instant issuedAt, Instant expiresAt, Claims claims) throws Bad {
        Instant now = clock.instant();
        Instant earliest = now.minus(config.clockSkew());
        Instant latest = now.plus(config.clockSkew());
        if (!expiresAt.isAfter(earliest)) {
            throw new Bad("it expired at " + expiresAt);
        }
        if (issuedAt.isAfter(latest)) {
            throw new Bad("it is issued in the future, at " + issuedAt + ": do the clocks differ?");
        }
        Duration life = Duration.between(issuedAt, expiresAt);
        if (life.compareTo(config.maxLife()) > 0) {
            throw new Bad("it lives for " + life + " from iat to exp, more than " + config.maxLife());
        }
        Instant notBefore = claims.time("nbf");
        if (notBefore != null && notBefore.isAfter(latest)) {
            throw new Bad("it is not valid before " + notBefore);
        }
    }

    private void checkOrigin(Claims claims) throws Bad {
        String issuer = config.issuer();
        if (issuer != null && !issuer.equals(claims.text("iss"))) {
            throw new Bad("the claim iss is not " + issuer);
        }
        String audience = config.audience();
        if (audience != null && !claims.texts("aud").contains(audience)) {
            throw new Bad("the claim aud does not name " + audience);
        }
    }
}
