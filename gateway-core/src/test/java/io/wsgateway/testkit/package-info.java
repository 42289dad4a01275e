/**
 * The contract tests of the SPI and what they are made of: extend one to check an edge of your own.
 */
@NullMarked
package io.wsgateway.testkit;

import org.jspecify.annotations.NullMarked;
