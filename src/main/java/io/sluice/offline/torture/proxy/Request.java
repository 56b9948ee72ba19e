package io.sluice.offline.torture.proxy;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.RequestUtils;
import org.apache.kafka.common.requests.ResponseHeader;

/** A request whose header the proxy understands. */
final class Request {
    private final RequestHeader header;
    private final ByteBuffer body;

    private Request(RequestHeader header, ByteBuffer body) {
        this.header = header;
        this.body = body;
    }

    /** Reads a frame; empty if the header is of no type or version that this Kafka knows. */
    static Optional<Request> of(Frame frame) {
        ByteBuffer content = frame.content();
        try {
            RequestHeader header = RequestHeader.parse(content);
            return header.isApiVersionSupported()
                    ? Optional.of(new Request(header, content.slice()))
                    : Optional.empty();
        } catch (InvalidRequestException | UnsupportedVersionException e) {
            return Optional.empty(); // The broker gets the frame as it is, and knows what to answer.
        }
    }

    ApiKeys type() {
        return header.apiKey();
    }

    String clientId() {
        return header.clientId() == null ? "" : header.clientId();
    }

    /** Returns false for records that are sent without asking for an acknowledgement. */
    boolean expectsResponse() {
        return type() != ApiKeys.PRODUCE || ((ProduceRequest) parsed()).acks() != 0;
    }

    /** Makes the response with which a broker reports an error. */
    Frame errorResponse(Errors error) {
        AbstractResponse response = parsed().getErrorResponse(0, error.exception());
        ResponseHeader responseHeader = header.toResponseHeader();
        return Frame.of(RequestUtils.serialize(
                responseHeader.data(), responseHeader.headerVersion(), response.data(), header.apiVersion()));
    }

    private AbstractRequest parsed() {
        return AbstractRequest.parseRequest(type(), header.apiVersion(), new ByteBufferAccessor(body.duplicate()))
                .request;
    }
}
