package io.wsgateway.launcher.http;

import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.ParsingResult;
import org.glassfish.grizzly.http.TransferEncoding;
import org.glassfish.grizzly.memory.Buffers;

/** Bodies in chunks, in place of Grizzly's own reading, which knows no extensions. Only of requests: answers state their length. */
final class ChunkedBody implements TransferEncoding {
    private final Attribute<Chunks> chunks =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute("gateway-http.chunks", Chunks::new);

    @Override
    public boolean wantDecode(HttpHeader head) {
        return head.isChunked();
    }

    @Override
    public ParsingResult parsePacket(FilterChainContext ctx, HttpHeader head, Buffer input) {
        Chunks under = chunks.get(head);
        byte[] body = under.take(input);
        HttpContent content = head.httpContentBuilder()
                .content(Buffers.wrap(null, body))
                .last(under.ended())
                .build();
        if (under.ended()) {
            chunks.remove(head);
        }
        Buffer next = input.hasRemaining() ? input.split(input.position()) : null;
        return ParsingResult.create(body.length > 0 || under.ended() ? content : null, next);
    }

    @Override
    public boolean wantEncode(HttpHeader head) {
        return false;
    }

    @Override
    public void prepareSerialize(FilterChainContext ctx, HttpHeader head, HttpContent content) {
        throw new UnsupportedOperationException("answers state their length");
    }

    @Override
    public Buffer serializePacket(FilterChainContext ctx, HttpContent content) {
        throw new UnsupportedOperationException("answers state their length");
    }
}
