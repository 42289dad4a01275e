package io.wsgateway.internal.access;

import io.wsgateway.internal.wire.ClientMessage;

/**
 * What became of a token.
 *
 * @param command the {@code IDENTIFY} or {@code RESUME} that carried it
 */
public record AuthOutcome(ClientMessage command, Outcome outcome) {
    public sealed interface Outcome {}

    public record Accepted(Identity identity) implements Outcome {}

    public record Refused(String reason) implements Outcome {}

    /** Cannot tell now. */
    public record Unknown() implements Outcome {}
}
