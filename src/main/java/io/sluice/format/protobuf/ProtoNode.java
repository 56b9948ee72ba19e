package io.sluice.format.protobuf;

import com.google.protobuf.Message;
import io.sluice.event.EventBuilder;
import java.io.IOException;

/** Finds wanted fields in a message and hands them over. It is immutable. */
@FunctionalInterface
interface ProtoNode {
    void read(Message message, EventBuilder fields) throws IOException;
}
