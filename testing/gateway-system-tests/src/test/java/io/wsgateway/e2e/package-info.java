/** The whole product from outside: the real jar as a process, and clients that know nothing of it but its protocol. */
@NullMarked
package io.wsgateway.e2e;

import org.jspecify.annotations.NullMarked;
