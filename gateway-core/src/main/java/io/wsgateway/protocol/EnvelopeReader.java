package io.wsgateway.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wsgateway.internal.json.Refused;
import io.wsgateway.internal.json.StrictJson;
import io.wsgateway.model.Audience;
import io.wsgateway.model.Event;
import io.wsgateway.model.Ids;
import io.wsgateway.model.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one body that a service published, its fields in any order. */
final class EnvelopeReader {
    private static final StrictJson JSON = new StrictJson(EventRules.DEPTH);

    private final byte[] body;
    private final int offset;
    private final int length;

    private @Nullable String name;
    private @Nullable String id;
    private @Nullable String routingKey;
    private @Nullable Boolean ephemeral;

    private @Nullable Set<String> guildId;
    private @Nullable Set<String> guildIds;
    private @Nullable Set<String> userIds;
    private boolean everyone;
    private Set<String> exceptUserIds = Set.of();

    private @Nullable Payload data;
    private @Nullable NamedGuild named;

    EnvelopeReader(byte[] body, int offset, int length) {
        this.body = body;
        this.offset = offset;
        this.length = length;
    }

    Event read(@Nullable String messageId, @Nullable String traceparent) throws Refused {
        EventRules.checkSize("a body", length);
        readBody();
        if (name == null) {
            throw new Refused("Send event, the name of what happened.");
        } else if (data == null || named == null) {
            throw new Refused("Send data that is a JSON object.");
        }
        boolean late = ephemeral == null ? EventRules.ephemeralUnlessStated(name) : ephemeral;
        String eventId = messageId == null || messageId.isEmpty() ? id : messageId;
        return EventRules.apply(new Event(eventId, name, audience(), data, late, null, traceparent), named);
    }

    /** What decides the partition of what was read. */
    String routingKey(Event event) {
        return routingKey == null ? EventRules.routingKey(event) : routingKey;
    }

    private void readBody() throws Refused {
        try {
            CharBuffer text = StrictJson.text(ByteBuffer.wrap(body, offset, length));
            try (JsonParser parser = JSON.open(text)) {
                if (!StrictJson.opensObject(parser)) {
                    throw new Refused("Send a body that is a JSON object.");
                }
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String field = parser.currentName();
                    if (parser.nextToken() != JsonToken.VALUE_NULL) {
                        readField(field, parser, text);
                    }
                }
                if (!StrictJson.ends(parser)) {
                    throw new Refused("Send nothing behind the object that is the body.");
                }
            }
        } catch (IOException e) {
            throw JSON.refusal("a body", e);
        }
    }

    private void readField(String field, JsonParser parser, CharBuffer text) throws IOException, Refused {
        switch (field) {
            case "event" -> name = text(field, parser);
            case "id" -> id = text(field, parser);
            case "routingKey" -> routingKey = routingKey(text(field, parser));
            case "ephemeral" -> ephemeral = bool(field, parser);
            case "guildId" -> guildId = Set.of(text(field, parser));
            case "guildIds" -> guildIds = texts(field, parser);
            case "userIds" -> userIds = texts(field, parser);
            case "everyone" -> everyone = bool(field, parser);
            case "exceptUserIds" -> exceptUserIds = texts(field, parser);
            case "data" -> readData(parser, text);
            default -> parser.skipChildren();
        }
    }

    private void readData(JsonParser parser, CharBuffer text) throws IOException, Refused {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Refused("Send data that is a JSON object.");
        }
        int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
        named = NamedGuild.in(parser);
        int end = Math.toIntExact(parser.currentLocation().getCharOffset());
        data = new Payload(body, offset + StrictJson.bytes(text, 0, start), StrictJson.bytes(text, start, end));
    }

    private Audience audience() throws Refused {
        int audiences = (guildId == null ? 0 : 1) + (guildIds == null ? 0 : 1) + (userIds == null ? 0 : 1);
        if (audiences + (everyone ? 1 : 0) != 1) {
            throw new Refused("Send exactly one audience: guildId, guildIds, userIds or everyone: true.");
        } else if (guildId != null) {
            return new Audience.Guilds(guildId, exceptUserIds);
        } else if (guildIds != null) {
            return new Audience.Guilds(some("guildIds", guildIds), exceptUserIds);
        } else if (userIds == null) {
            return new Audience.Everyone(exceptUserIds);
        } else if (!exceptUserIds.isEmpty()) {
            throw new Refused("Send exceptUserIds only beside guilds or everyone; leave these users out of userIds.");
        }
        return new Audience.Users(some("userIds", userIds));
    }

    private static Set<String> some(String field, Set<String> ids) throws Refused {
        if (ids.isEmpty()) {
            throw new Refused("Send at least one id in " + field + ".");
        }
        return ids;
    }

    private static String text(String field, JsonParser parser) throws IOException, Refused {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new Refused("Send " + field + " as a string.");
        }
        return parser.getText();
    }

    private static Set<String> texts(String field, JsonParser parser) throws IOException, Refused {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new Refused("Send " + field + " as an array of strings.");
        }
        Set<String> texts = new LinkedHashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            texts.add(text("every id in " + field, parser));
        }
        return texts;
    }

    private static boolean bool(String field, JsonParser parser) throws Refused {
        if (!parser.currentToken().isBoolean()) {
            throw new Refused("Send " + field + " as true or false.");
        }
        return parser.currentToken() == JsonToken.VALUE_TRUE;
    }

    private static String routingKey(String stated) throws Refused {
        if (!Ids.fitsBytes(stated, EventRules.LONGEST_ROUTING_KEY)) {
            throw new Refused("Send a routingKey of 1 to " + EventRules.LONGEST_ROUTING_KEY + " bytes.");
        }
        return stated;
    }
}
