package io.wsgateway.internal.lane;

import io.wsgateway.internal.session.FlushList;
import io.wsgateway.internal.session.Session;
import io.wsgateway.protocol.ClientMessage;
import io.wsgateway.protocol.ErrorCode;
import io.wsgateway.protocol.ServerMessage;

/** {@code ERROR} to a client, for a command of its own. */
final class Refusals {
    private Refusals() {}

    /** @param retryAfterMs when to send it again; negative: never */
    static void send(
            FlushList flushList,
            Session session,
            ClientMessage command,
            ErrorCode code,
            String reason,
            long retryAfterMs) {
        String op = command.op().isEmpty() ? null : command.op();
        flushList.send(session, new ServerMessage.Error(command.id(), code, reason, op, retryAfterMs));
    }
}
