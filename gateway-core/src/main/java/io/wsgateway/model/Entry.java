package io.wsgateway.model;

/** One thing that the log carries, in order, to every instance. */
public sealed interface Entry permits Event, Kick, Revocation {}
