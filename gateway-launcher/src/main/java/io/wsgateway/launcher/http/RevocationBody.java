package io.wsgateway.launcher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.wsgateway.model.Revocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code {"jti"}} or {@code {"userId","issuedBefore"?}}. Strictly: what is passed over could mean other tokens. */
final class RevocationBody {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Set<String> FIELDS = Set.of("jti", "userId", "issuedBefore");

    private RevocationBody() {}

    /** Why a body is refused, and which field that is about (null: none alone). */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final transient @Nullable String field;

        private Refused(String whatToSend, @Nullable String field) {
            super(whatToSend, null, false, false);
            this.field = field;
        }

        @Nullable
        String field() {
            return field;
        }
    }

    static Revocation read(byte[] body) throws Refused {
        Map<String, String> members = members(body);
        String jti = members.get("jti");
        String userId = members.get("userId");
        String before = members.get("issuedBefore");
        if ((jti == null) == (userId == null)) {
            throw new Refused("Send either jti or userId.", null);
        } else if (jti != null && before != null) {
            throw new Refused(
                    "issuedBefore goes with userId: a jti is revoked whenever it was issued.", "issuedBefore");
        }
        Instant time = before == null ? null : time(before);
        try {
            return new Revocation(userId, jti, time);
        } catch (IllegalArgumentException e) {
            throw jti == null
                    ? new Refused("Send a user's id, of 1 to 64 characters.", "userId")
                    : new Refused("Send a jti of 1 to " + Revocation.LONGEST_TOKEN_ID + " characters.", "jti");
        }
    }

    private static Instant time(String text) throws Refused {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Refused("Send issuedBefore as RFC 3339 has it, such as 2026-01-31T12:00:00Z.", "issuedBefore");
        }
    }

    private static Map<String, String> members(byte[] body) throws Refused {
        Map<String, String> members = new HashMap<>();
        try (JsonParser json = JSON.createParser(
                UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw unreadable();
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                if (!FIELDS.contains(name)) {
                    throw new Refused("Send no fields but jti, or userId and issuedBefore.", null);
                }
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_STRING) {
                    members.put(name, json.getText());
                } else {
                    throw new Refused("Send " + name + " as a string.", name);
                }
            }
            if (json.nextToken() != null) {
                throw unreadable();
            }
            return members;
        } catch (IOException e) {
            throw unreadable();
        }
    }

    private static Refused unreadable() {
        return new Refused("Send one JSON object in UTF-8.", null);
    }
}
