/** Keeps account of what each client was given, and tells what is missing, repeated or out of order. */
@NullMarked
package io.wsgateway.history;

import org.jspecify.annotations.NullMarked;
