/**
 * Tokens: {@link io.wsgateway.auth.JwtVerifier} checks JSON Web Tokens against a shared secret or the key set of an
 * identity provider, as its {@link io.wsgateway.auth.JwtConfig} says; {@link io.wsgateway.auth.DevelopmentTokens} makes
 * some to try things out with.
 */
@NullMarked
package io.wsgateway.auth;

import org.jspecify.annotations.NullMarked;
