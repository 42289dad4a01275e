package io.wsgateway.internal.session;

import io.wsgateway.protocol.ClientMessage;

/**
 * What became of a token.
 *
 * @param command the {@code IDENTIFY} or {@code RESUME} that carried it
 */
record AuthOutcome(ClientMessage command, Outcome outcome) {
    sealed interface Outcome {}

    record Accepted(Identity identity) implements Outcome {}

    record Refused(String reason) implements Outcome {}

    /** Cannot tell now. */
    record Unknown() implements Outcome {}
}
