/**
 * From the ring to sessions.
 *
 * <pre>
 * LiveDelivery   a lane's own reader of the ring: offers each event to the live sessions that it is for
 * CatchUp        sessions that are behind read on, each for itself, until they are live
 * ResumeHandler  begins resumes; ResumePoints from where
 * LossNotice     tells live sessions of a gap
 * </pre>
 */
@NullMarked
package io.wsgateway.internal.delivery;

import org.jspecify.annotations.NullMarked;
