package io.wsgateway.internal.access;

import io.wsgateway.internal.wire.ClientMessage;
import java.net.InetSocketAddress;

/** Whose token is checked. Any thread. */
public interface Claimant {
    /** Where it connects from. */
    InetSocketAddress peer();

    /** Whether it was here before: it resumes, or its connection is an identified one. */
    boolean returns();

    /** Whether it still waits for what becomes of this command's token. */
    boolean awaits(ClientMessage command);

    /** What became of a token. Never throws; only the first word on a command counts. */
    void onOutcome(AuthOutcome outcome);
}
