package io.sluice.offline.torture.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Bytes in examples. */
final class Text {
    private Text() {}

    static String of(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    static String hex(@Nullable ByteBuffer bytes) {
        return bytes == null ? "no state" : HexFormat.of().formatHex(Written.copy(bytes));
    }
}
