package io.wsgateway.launcher.settings;

/** Who may subscribe to a guild. */
public enum GuildAccessMode {
    /** Those whose token names it. */
    CLAIM,
    /** Everybody with a token. */
    OPEN
}
