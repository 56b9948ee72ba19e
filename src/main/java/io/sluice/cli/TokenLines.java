package io.sluice.cli;

import io.sluice.event.Decoded;
import io.sluice.event.TextEvent;
import io.sluice.feature.TextEncoder;
import io.sluice.format.EventDecoder;
import io.sluice.model.Bundle;
import io.sluice.recording.RecordedEvent;
import io.sluice.torch.BundleTokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Says what a tokenizer makes of the text of an event: its tokens, the unknown ones, and the number that is cut off.
 */
final class TokenLines {
    private static final int MOST_TOKENS = 40;

    private final BundleTokenizer tokenizer;
    private final EventDecoder decoder;
    private final OptionalLong unknown;
    private final int width;

    /** @param decoder reads the text of an event */
    TokenLines(BundleTokenizer tokenizer, Bundle bundle, EventDecoder decoder) {
        this.tokenizer = tokenizer;
        this.decoder = decoder;
        this.unknown = bundle.unknownTokenId();
        this.width = bundle.manifest().input().width();
    }

    /** Returns two lines; none if the event has no text. */
    List<String> of(RecordedEvent event) {
        Decoded decoded = decoder.decode(event.value().getBytes(StandardCharsets.UTF_8), new RecordHeaders(), 0);
        return decoded instanceof TextEvent text ? lines(TextEncoder.wellFormed(text.text())) : List.of();
    }

    private List<String> lines(String text) {
        List<BundleTokenizer.Piece> pieces = tokenizer.pieces(text);
        int cutOff = tokenizer.tokenize(List.of(text)).get(0).cutOff();
        long unknowns = pieces.stream().filter(this::isUnknown).count();
        String tokens = pieces.stream().limit(MOST_TOKENS).map(this::shown).collect(Collectors.joining(" "));
        return List.of(
                "tokens: " + tokens + (pieces.size() > MOST_TOKENS ? " ..." : ""),
                pieces.size() + " of at most " + width + " tokens; " + unknowns + " unknown, " + cutOff + " cut off");
    }

    private boolean isUnknown(BundleTokenizer.Piece piece) {
        return unknown.isPresent() && piece.id() == unknown.getAsLong();
    }

    private String shown(BundleTokenizer.Piece piece) {
        return isUnknown(piece) ? piece.token() + "=" + piece.source() : piece.token();
    }
}
