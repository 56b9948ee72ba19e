package io.sluice.schema;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Collects the body of an answer, and gives up when it is larger than a limit. */
final class BoundedBody implements HttpResponse.BodySubscriber<String> {
    private final HttpResponse.BodySubscriber<String> body =
            HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
    private final long mostBytes;
    private long bytes;
    private Flow.@Nullable Subscription subscription;

    BoundedBody(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
        subscription = to;
        body.onSubscribe(to);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        bytes += part.stream().mapToLong(ByteBuffer::remaining).sum();
        if (bytes > mostBytes) {
            Objects.requireNonNull(subscription, "onSubscribe comes first").cancel();
            body.onError(new IOException("the answer has more than " + mostBytes + " bytes"));
        } else {
            body.onNext(part);
        }
    }

    @Override
    public void onError(Throwable fault) {
        body.onError(fault);
    }

    @Override
    public void onComplete() {
        body.onComplete();
    }

    @Override
    public CompletionStage<String> getBody() {
        return body.getBody();
    }
}
