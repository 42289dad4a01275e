package io.wsgateway.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wsgateway.internal.json.Refused;
import io.wsgateway.model.Ids;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The guild that an event's data names, as {@code guild._id} or {@code guildId}. Only membership events need one: what is
 * wrong with it is told when it's asked for.
 */
final class NamedGuild {
    private @Nullable String guild;
    private boolean several;
    private boolean noId;

    private NamedGuild() {}

    /** Reads the data, an object whose opening brace is the parser's current token, up to its closing one. */
    static NamedGuild in(JsonParser parser) throws IOException {
        NamedGuild named = new NamedGuild();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (field.equals("guildId")) {
                named.take(parser);
            } else if (field.equals("guild") && value == JsonToken.START_OBJECT) {
                named.readGuild(parser);
            } else {
                parser.skipChildren();
            }
        }
        return named;
    }

    /** The guild's id, null where none is named. */
    @Nullable
    String id() throws Refused {
        if (noId) {
            throw new Refused("Send data.guild._id (or data.guildId) as a string of 1 to 64 characters.");
        } else if (several) {
            throw new Refused("Send the same guild in data.guild._id and data.guildId, or only one of them.");
        }
        return guild;
    }

    private void readGuild(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            if (field.equals("_id")) {
                take(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void take(JsonParser parser) throws IOException {
        JsonToken value = parser.currentToken();
        if (value == JsonToken.VALUE_STRING && Ids.isId(parser.getText())) {
            several |= guild != null && !guild.equals(parser.getText());
            guild = parser.getText();
        } else {
            noId |= value != JsonToken.VALUE_NULL;
            parser.skipChildren();
        }
    }
}
