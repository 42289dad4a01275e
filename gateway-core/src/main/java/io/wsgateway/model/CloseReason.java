package io.wsgateway.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Why the gateway closes a connection: the catalogue of all its close codes. Clients act on the ranges: 4100–4199 resume,
 * 4200–4299 start afresh, 4300–4399 stay away.
 *
 * @param code an RFC 6455 close code
 * @param text at most 123 bytes of UTF-8, the room that a close frame has
 */
public record CloseReason(int code, String text) {
    public static final CloseReason PROTOCOL_ERROR = new CloseReason(1002, "protocol error");
    public static final CloseReason BINARY = new CloseReason(1003, "binary frames are not accepted");
    public static final CloseReason BAD_UTF8 = new CloseReason(1007, "text is not valid UTF-8");
    public static final CloseReason TOO_BIG = new CloseReason(1009, "message too big");
    public static final CloseReason INTERNAL = new CloseReason(1011, "the gateway failed, resume");
    public static final CloseReason RESTART = new CloseReason(1012, "instance stops, resume elsewhere");
    public static final CloseReason NOT_IDENTIFIED = new CloseReason(4003, "not identified in time");
    public static final CloseReason TOKEN_REFUSED = new CloseReason(4004, "token refused");
    public static final CloseReason RATE_LIMITED = new CloseReason(4008, "rate limited, resume after 5 s");
    public static final CloseReason NO_HEARTBEAT = new CloseReason(4009, "no heartbeat");
    public static final CloseReason DRAINING = new CloseReason(4100, "draining, resume");
    public static final CloseReason SLOW_CONSUMER = new CloseReason(4101, "slow consumer, resume");
    public static final CloseReason REPLAY_INTERRUPTED = new CloseReason(4102, "replay interrupted, resume");
    public static final CloseReason TOKEN_EXPIRED = new CloseReason(4103, "token expired, resume with a new one");
    public static final CloseReason EVENTS_LOST = new CloseReason(4200, "events were lost, reload");
    public static final CloseReason TOO_MANY_CONNECTIONS = new CloseReason(4302, "too many connections of this user");

    public CloseReason {
        requireNonNull(text, "text");
        boolean sendable = code >= 1000 && code < 5000 && code != 1004 && code != 1005 && code != 1006 && code != 1015;
        if (!sendable) {
            throw new IllegalArgumentException("close code " + code + " must not be sent");
        }
        if (text.getBytes(UTF_8).length > 123) {
            throw new IllegalArgumentException("close text over 123 bytes: " + text);
        }
    }
}
