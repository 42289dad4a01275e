package io.wsgateway.internal.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wsgateway.internal.json.Refused;
import io.wsgateway.model.Ids;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command's {@code data}: the fields that any command knows, kept as they come, because the op that decides which of
 * them matter may come last. A field with null counts as absent.
 */
final class CommandData {
    private static final int LONGEST_CURSOR = 200;

    /** By field; null where there is something other than a text. */
    private final Map<String, @Nullable String> texts = new HashMap<>();

    private @Nullable Set<String> guilds;

    /** Reads an object whose opening brace is the parser's current token. */
    void read(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "token", "cursor", "guildId" -> {
                    if (value != JsonToken.VALUE_NULL) {
                        texts.put(field, value == JsonToken.VALUE_STRING ? parser.getText() : null);
                    }
                    parser.skipChildren();
                }
                case "guilds" -> guilds = ids(parser);
                default -> parser.skipChildren();
            }
        }
    }

    String token(String op) throws Refused {
        String token = texts.get("token");
        if (token == null) {
            throw new Refused("Send " + op + " with data.token, a string: the token of your user.");
        }
        return token;
    }

    String guildId(String op) throws Refused {
        String guildId = texts.get("guildId");
        if (guildId == null || !Ids.isId(guildId)) {
            throw new Refused("Send " + op + " with data.guildId, a string of 1 to 64 characters.");
        }
        return guildId;
    }

    String cursor(String op) throws Refused {
        String cursor = texts.get("cursor");
        if (cursor == null || !Ids.fits(cursor, 0, LONGEST_CURSOR)) {
            throw new Refused("Send " + op + " with data.cursor, a string: the last cursor that you got.");
        }
        return cursor;
    }

    @Nullable
    String cursorIfAny(String op) throws Refused {
        return texts.containsKey("cursor") ? cursor(op) : null;
    }

    List<String> guilds(String op) throws Refused {
        if (guilds == null) {
            throw new Refused("Send " + op + " with data.guilds, an array of guild ids of 1 to 64 characters each.");
        }
        return List.copyOf(guilds);
    }

    /** The ids of an array, each once and in their order; null if this isn't an array of ids. */
    private static @Nullable Set<String> ids(JsonParser parser) throws IOException {
        boolean sound = parser.currentToken() == JsonToken.START_ARRAY;
        if (!sound) {
            parser.skipChildren();
            return null;
        }
        Set<String> ids = new LinkedHashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING && Ids.isId(parser.getText())) {
                ids.add(parser.getText());
            } else {
                sound = false;
                parser.skipChildren();
            }
        }
        return sound ? ids : null;
    }
}
