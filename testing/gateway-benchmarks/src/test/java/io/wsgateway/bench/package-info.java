/**
 * The benchmark, run by {@code script/bench}: what a delivery, an idle connection and a new connection cost.
 *
 * <p>{@link io.wsgateway.bench.Bench} runs scenarios with a {@code LoadClient}, against two servers in processes of their
 * own ({@code BenchServer}): the gateway, and a {@code BareLoop} that sends each delivery with one system call and does
 * nothing else. Both publish with the same {@code Publisher}, told what to do over a line protocol ({@code Control}).
 *
 * <p>{@link io.wsgateway.bench.Storm} measures the gateway alone, with its log in a Redis, while a {@code ResumeStorm}
 * passes over it.
 */
@NullMarked
package io.wsgateway.bench;

import org.jspecify.annotations.NullMarked;
