/**
 * The endpoints for people and machines. {@link io.wsgateway.launcher.http.HttpEndpoints} listens; {@code Router} finds
 * the {@code Route} of a {@code Request}; its handler returns a {@code Response}. Only {@code RequestFilter}, {@code
 * Incoming} and {@code Wire} know the server that carries them. Nothing here blocks: handlers return stages, bodies are
 * read as they come.
 */
@NullMarked
package io.wsgateway.launcher.http;

import org.jspecify.annotations.NullMarked;
