package io.wsgateway.internal.session;

/** How far a session has come. */
public enum Phase {
    /** Nobody yet: IDENTIFY or RESUME is due. */
    ANONYMOUS,
    /** Nobody yet: its token is being checked. */
    VERIFYING,
    /** Known, but its resume has to wait, for the lane's place or for other replays of its user. */
    WAITING,
    /** Identified. */
    READY,
    ENDED
}
