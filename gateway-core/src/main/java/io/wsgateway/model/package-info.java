/**
 * What the gateway is about, as plain values: {@link io.wsgateway.model.Entry entries} that the log carries, whom they
 * are for ({@link io.wsgateway.model.Audience}), where they stand in the log ({@link io.wsgateway.model.Place}), and who
 * a client is ({@link io.wsgateway.model.Principal}, {@link io.wsgateway.model.Rights}). Depends on the JDK only.
 */
@NullMarked
package io.wsgateway.model;

import org.jspecify.annotations.NullMarked;
