/**
 * The code that the documentation shows, and the tests that run it. {@code ReadmeTest} holds the pages to these files: a
 * region between {@code // [name]} and {@code // [/name]} is what a page may print.
 */
@NullMarked
package io.wsgateway.docs;

import org.jspecify.annotations.NullMarked;
