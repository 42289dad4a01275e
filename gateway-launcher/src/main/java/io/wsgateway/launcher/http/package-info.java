/**
 * The endpoints for people and machines, on Jetty's core. {@link io.wsgateway.launcher.http.HttpEndpoints} listens: {@code HttpLoop}
 * is the one thread of all connections, {@code HttpConnector} makes a {@code Client} of each socket, and Jetty reads and writes
 * HTTP there. {@code RouteHandler} finds the {@code Route} of a {@code Request} with {@code Router}; an {@code Exchange} reads its body
 * and has it served; the {@code Response} leaves as a {@code Reply}. Nothing here blocks: handlers return stages, bodies are read as
 * they come.
 */
@NullMarked
package io.wsgateway.launcher.http;

import org.jspecify.annotations.NullMarked;
