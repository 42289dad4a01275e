package io.wsgateway.transport.tyrus;

/** The opcodes of RFC 6455, and the bits around them. */
final class Opcode {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    static final int FIN = 0x80;
    static final int RESERVED = 0x70;
    static final int MASK = 0x80;

    /** The largest payload of a control frame. */
    static final int CONTROL_BYTES = 125;

    private Opcode() {}

    static boolean isControl(int opcode) {
        return opcode >= CLOSE;
    }
}
