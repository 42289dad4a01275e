package io.wsgateway.transport.tyrus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsgateway.model.CloseReason;

/** Control frames in bytes, as a server sends them. */
final class ControlFrames {
    private static final int NO_STATUS = 1005;

    private ControlFrames() {}

    static byte[] close(CloseReason reason) {
        byte[] text = reason.text().getBytes(UTF_8);
        byte[] frame = new byte[4 + text.length];
        frame[0] = (byte) (Opcode.FIN | Opcode.CLOSE);
        frame[1] = (byte) (2 + text.length);
        frame[2] = (byte) (reason.code() >>> 8);
        frame[3] = (byte) reason.code();
        System.arraycopy(text, 0, frame, 4, text.length);
        return frame;
    }

    /** A frame without a mask, as Tyrus's reader takes it. */
    static byte[] frame(int opcode, byte[] payload) {
        byte[] frame = new byte[2 + payload.length];
        frame[0] = (byte) (Opcode.FIN | opcode);
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        return frame;
    }

    /** The code of a close frame. */
    static int code(byte[] close) {
        return close.length < 4 ? NO_STATUS : ((close[2] & 0xFF) << 8) | (close[3] & 0xFF);
    }
}
