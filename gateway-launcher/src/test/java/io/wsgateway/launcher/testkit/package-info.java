/** What tests of the runnable gateway are made of; {@code GatewayJar} runs it. */
@NullMarked
package io.wsgateway.launcher.testkit;

import org.jspecify.annotations.NullMarked;
