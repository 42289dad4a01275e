/** The runnable gateway: reads the settings, puts the parts together and serves the HTTP endpoints. */
@NullMarked
package io.wsgateway.launcher;

import org.jspecify.annotations.NullMarked;
