package io.wsgateway.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.wsgateway.auth.Claims.Bad;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A signed token in its compact form, taken apart and not checked yet.
 *
 * @param keyId the key that its header names, null where it names none
 * @param signed what the signature is of
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared or shown
record Jwt(String algorithm, @Nullable String keyId, Claims claims, byte[] signed, byte[] signature) {
    /** Access tokens, and those that don't say what they are; not logout tokens and the like. */
    private static final Set<String> TYPES = Set.of("JWT", "at+jwt", "application/at+jwt");

    /**
     * Takes a token apart.
     *
     * @param algorithms what it may be signed with
     * @throws Bad for anything that isn't a token in strict form
     */
    static Jwt parse(String token, Set<String> algorithms) throws Bad {
        int first = token.indexOf('.');
        int last = token.lastIndexOf('.');
        if (first < 1 || last <= first + 1 || last == token.length() - 1 || token.indexOf('.', first + 1) != last) {
            throw new Bad("it is not a signed token of three parts");
        }
        Claims header = new Claims(json("header", token.substring(0, first)));
        String algorithm = header.text("alg");
        if (algorithm == null || !algorithms.contains(algorithm)) {
            throw new Bad("its algorithm is none of " + algorithms);
        }
        String type = header.text("typ");
        if (type != null && TYPES.stream().noneMatch(type::equalsIgnoreCase)) {
            throw new Bad("its typ is none of " + TYPES);
        }
        if (header.all().containsKey("crit")) {
            throw new Bad("its header has crit, and no extension is understood here");
        }
        byte[] signature = StrictBase64.decode(token.substring(last + 1));
        if (signature == null) {
            throw new Bad(
                    "it is not a signed token of three parts: its signature is not base64url in its one spelling");
        }
        Claims claims = new Claims(json("claims", token.substring(first + 1, last)));
        return new Jwt(
                algorithm, header.text("kid"), claims, token.substring(0, last).getBytes(US_ASCII), signature);
    }

    private static Map<String, @Nullable Object> json(String what, String part) throws Bad {
        byte[] bytes = StrictBase64.decode(part);
        if (bytes == null) {
            throw new Bad(
                    "it is not a signed token of three parts: its " + what + " is not base64url in its one spelling");
        }
        Map<String, @Nullable Object> json = TokenJson.object(bytes);
        if (json == null) {
            throw new Bad(
                    "its " + what + " is not a JSON object in valid UTF-8 with no name twice and nothing around it");
        }
        return json;
    }
}
