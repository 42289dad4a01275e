package io.wsgateway.internal.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.wsgateway.internal.json.Refused;
import io.wsgateway.internal.json.StrictJson;
import io.wsgateway.internal.wire.ClientMessage.Heartbeat;
import io.wsgateway.internal.wire.ClientMessage.Identify;
import io.wsgateway.internal.wire.ClientMessage.Malformed;
import io.wsgateway.internal.wire.ClientMessage.Resume;
import io.wsgateway.internal.wire.ClientMessage.Subscribe;
import io.wsgateway.internal.wire.ClientMessage.Unsubscribe;
import io.wsgateway.model.Ids;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what clients say; one use per message. Its fields may come in any order, unknown ones are ignored, null counts as
 * absent. What is wrong is told in this order: the JSON ({@code BAD_JSON}), the {@code id}, the {@code op}, its data. A
 * message with an {@code id} that can't be repeated is refused, not acted on: its sender couldn't tell which command
 * succeeded.
 */
public final class MessageDecoder {

    private static final long LARGEST_ID = 1L << 53;

    /** The digits of {@link #LARGEST_ID} and a sign. */
    private static final int LONGEST_NUMBER = 17;

    private static final int DEPTH = 16;
    private static final StrictJson JSON = new StrictJson(DEPTH);
    private static final Set<String> OPS =
            Set.of("IDENTIFY", "HEARTBEAT", "GUILD_SUBSCRIBE", "GUILD_UNSUBSCRIBE", "RESUME");

    private final CommandData data = new CommandData();
    private boolean strangeData;
    private @Nullable CommandId id;
    private boolean strangeId;
    private @Nullable String op;

    private MessageDecoder() {}

    /**
     * The message in these bytes; the buffer stays as it is. Any thread; never throws: what can't be acted on is {@link
     * Malformed}, with the {@code id} and {@code op} as far as they could be read.
     */
    public static ClientMessage decode(ByteBuffer utf8) {
        return new MessageDecoder().message(utf8);
    }

    private ClientMessage message(ByteBuffer utf8) {
        try {
            if (!isRead(utf8)) {
                return malformed(
                        ErrorCode.BAD_JSON,
                        "Send one JSON object per message: valid UTF-8, no key twice, nested at most " + DEPTH
                                + " levels deep.");
            } else if (strangeId) {
                throw new Refused("Send an id that is a string of at most 64 characters or an integer within ±2^53.");
            } else if (op == null) {
                throw new Refused("Send an object with op, a string, and data.");
            } else if (!OPS.contains(op)) {
                return malformed(
                        ErrorCode.UNKNOWN_OP,
                        "Send one of the ops IDENTIFY, HEARTBEAT, GUILD_SUBSCRIBE, GUILD_UNSUBSCRIBE and RESUME.");
            } else if (strangeData) {
                throw new Refused("Send data that is an object or null.");
            }
            return command(op);
        } catch (Refused e) {
            return malformed(ErrorCode.BAD_REQUEST, e.reason());
        }
    }

    private ClientMessage command(String known) throws Refused {
        return switch (known) {
            case "IDENTIFY" -> new Identify(id, data.token(known));
            case "HEARTBEAT" -> new Heartbeat(id, data.cursorIfAny(known));
            case "GUILD_SUBSCRIBE" -> new Subscribe(id, data.guildId(known));
            case "GUILD_UNSUBSCRIBE" -> new Unsubscribe(id, data.guildId(known));
            default -> new Resume(id, data.token(known), data.cursor(known), data.guilds(known));
        };
    }

    private Malformed malformed(ErrorCode code, String reason) {
        return new Malformed(id, code, reason, op != null && OPS.contains(op) ? op : null);
    }

    private boolean isRead(ByteBuffer utf8) {
        try (JsonParser parser = JSON.open(StrictJson.text(utf8))) {
            try {
                return StrictJson.opensObject(parser) && readFields(parser);
            } catch (IOException e) {
                forgetField(parser.getParsingContext());
                return false;
            }
        } catch (IOException e) {
            return false;
        }
    }

    private boolean readFields(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "op" -> {
                    op = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                    parser.skipChildren();
                }
                case "id" -> readId(parser);
                case "data" -> {
                    if (value == JsonToken.START_OBJECT) {
                        data.read(parser);
                    } else {
                        strangeData = value != JsonToken.VALUE_NULL;
                        parser.skipChildren();
                    }
                }
                default -> parser.skipChildren();
            }
        }
        return StrictJson.ends(parser);
    }

    private void readId(JsonParser parser) throws IOException {
        JsonToken value = parser.currentToken();
        if (value == JsonToken.VALUE_STRING && Ids.fits(parser.getText(), 0, Ids.LONGEST)) {
            id = new CommandId.Text(parser.getText());
        } else if (value == JsonToken.VALUE_NUMBER_INT
                && parser.getTextLength() <= LONGEST_NUMBER
                && Math.abs(parser.getLongValue()) <= LARGEST_ID) {
            id = new CommandId.Number(parser.getLongValue());
        } else {
            strangeId = value != JsonToken.VALUE_NULL;
            parser.skipChildren();
        }
    }

    /** The field at which the JSON broke, or that was there twice, says nothing reliable. */
    private void forgetField(JsonStreamContext brokenAt) {
        boolean ofTheMessage =
                brokenAt.getParent() != null && brokenAt.getParent().inRoot();
        if (ofTheMessage && "id".equals(brokenAt.getCurrentName())) {
            id = null;
        } else if (ofTheMessage && "op".equals(brokenAt.getCurrentName())) {
            op = null;
        }
    }
}
