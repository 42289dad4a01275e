package io.wsgateway.protocol;

import io.wsgateway.model.Payload;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the parts of {@link EntryCodec}'s layout into an array, one after the other. */
final class EntryWriter {
    private final byte[] into;
    private int at;

    EntryWriter(byte[] into, int at) {
        this.into = into;
        this.at = at;
    }

    /** The index after what was written. */
    int at() {
        return at;
    }

    static int size(int number) {
        return number == 0 ? 1 : (Integer.SIZE - Integer.numberOfLeadingZeros(number) + 6) / 7;
    }

    static int size(String text) {
        int wide = wide(text);
        return size((text.length() << 1) | wide) + (text.length() << wide);
    }

    static int size(Set<String> texts) {
        int size = size(texts.size());
        if (!texts.isEmpty()) {
            for (String text : texts) {
                size += size(text);
            }
        }
        return size;
    }

    void octet(int value) {
        into[at++] = (byte) value;
    }

    /** An unsigned number of 32 bits. */
    void number(int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            octet(rest | 0x80);
            rest >>>= 7;
        }
        octet(rest);
    }

    /** The value's last bytes, so many. */
    void bigEndian(long value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            octet((int) (value >>> (Byte.SIZE * i)));
        }
    }

    void optional(@Nullable String text) {
        if (text != null) {
            text(text);
        }
    }

    void text(String text) {
        int wide = wide(text);
        number((text.length() << 1) | wide);
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (wide == 1) {
                octet(unit >>> Byte.SIZE);
            }
            octet(unit);
        }
    }

    void texts(Set<String> texts) {
        number(texts.size());
        if (texts.size() == 1) {
            text(texts.iterator().next());
        } else if (!texts.isEmpty()) {
            String[] ascending = texts.toArray(String[]::new);
            Arrays.sort(ascending);
            for (String text : ascending) {
                text(text);
            }
        }
    }

    void payload(Payload data) {
        number(data.length());
        at = data.copyTo(into, at);
    }

    /** 1 if a unit of the text needs two bytes, else 0. */
    private static int wide(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return 1;
            }
        }
        return 0;
    }
}
