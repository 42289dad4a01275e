package io.wsgateway.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * JSON from outside: strictly valid UTF-8 without a byte order mark, no key twice in an object, nested so deep and no
 * deeper. Names are read as they come: what strangers send fills no table.
 */
public final class StrictJson {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final int depth;
    private final JsonFactory factory;

    public StrictJson(int depth) {
        this.depth = depth;
        factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(depth).build())
                .build();
    }

    /**
     * The text of these bytes, in an array that starts with its first character; the buffer stays as it is.
     *
     * @throws CharacterCodingException for anything but valid UTF-8: overlong forms, surrogates, what is beyond U+10FFFF,
     *     characters cut off; and for a byte order mark
     */
    public static CharBuffer text(ByteBuffer utf8) throws CharacterCodingException {
        CharBuffer text = UTF_8.newDecoder().decode(utf8.duplicate());
        if (text.hasRemaining() && text.get(0) == BYTE_ORDER_MARK) {
            throw new CharacterCodingException();
        }
        return text;
    }

    /** A parser whose offsets are indices into the text. */
    public JsonParser open(CharBuffer text) throws IOException {
        return factory.createParser(text.array(), 0, text.limit());
    }

    /** Reads up to the opening brace of the object that the text must be, and returns whether it is one. */
    public static boolean opensObject(JsonParser parser) throws IOException {
        return parser.nextToken() == JsonToken.START_OBJECT;
    }

    /** Whether nothing follows the object that has been read. */
    public static boolean ends(JsonParser parser) throws IOException {
        return parser.nextToken() == null;
    }

    /** How many bytes of UTF-8 this stretch of a {@link #text} came from. */
    public static int bytes(CharBuffer text, int from, int to) {
        int bytes = to - from;
        for (int i = from; i < to; i++) {
            char c = text.get(i);
            if (c >= 0x80) {
                // each half of a pair stands for two bytes of four
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }

    /** Why {@code what} can't be read, for those who wrote it: names the place, quotes nothing. */
    public Refused refusal(String what, IOException broken) {
        if (broken instanceof CharacterCodingException) {
            return new Refused("Send " + what + " in valid UTF-8 without a byte order mark.");
        } else if (broken instanceof StreamConstraintsException) {
            return new Refused("Send " + what + " nested at most " + depth
                    + " levels deep, without excessive keys and numbers" + place(broken) + ".");
        } else if (String.valueOf(broken.getMessage()).startsWith("Duplicate field")) {
            return new Refused("Send " + what + " with no key twice in an object" + place(broken) + ".");
        }
        return new Refused("Send " + what + " that is valid JSON" + place(broken) + ".");
    }

    private static String place(IOException broken) {
        JsonLocation at = broken instanceof JsonProcessingException json ? json.getLocation() : null;
        return at == null ? "" : ": look at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
