/**
 * JSON from and for strangers: {@code StrictJson} reads it, {@code JsonWriter} and {@code JsonStrings} write it; {@code
 * Refused} is what breaks a rule.
 */
@NullMarked
package io.wsgateway.internal.json;

import org.jspecify.annotations.NullMarked;
