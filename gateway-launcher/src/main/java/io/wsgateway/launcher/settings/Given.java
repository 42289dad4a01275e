package io.wsgateway.launcher.settings;

/**
 * A value that somebody gave.
 *
 * @param key of the setting, or of the file that holds its value
 * @param origin where it was given, for people: {@code flag --ws-port}
 */
record Given(String key, String value, String origin) {}
