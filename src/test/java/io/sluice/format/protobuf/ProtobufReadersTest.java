package io.sluice.format.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.Timestamp;
import io.sluice.event.Channel;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.EventBuilder;
import io.sluice.event.ItemEvent;
import io.sluice.event.JsonLayout;
import io.sluice.event.Malformed;
import io.sluice.event.NumericEvent;
import io.sluice.event.TextEvent;
import io.sluice.schema.PayloadReader;
import io.sluice.schema.RegisteredSchema;
import io.sluice.schema.SchemaException;
import io.sluice.schema.SchemaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufReadersTest {
    private static final long RECORD_TIME = 42;

    /** Writes the encoding of a message by the numbers of its fields. */
    private interface Encoding {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Encoding encoding) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            encoding.write(out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A message after the short form of the path to the first type of the file. */
    private static byte[] value(Encoding encoding) {
        return message(out -> {
            out.write((byte) 0);
            encoding.write(out);
        });
    }

    private static EventBuilder channels(String... pointers) {
        return EventBuilder.ofChannels(
                Arrays.stream(pointers)
                        .map(pointer -> new Channel(pointer.substring(1), pointer))
                        .toList(),
                JsonLayout.DEFAULT);
    }

    private static RegisteredSchema schema(String text, RegisteredSchema.Reference... references) {
        return new RegisteredSchema("schema 7", SchemaType.PROTOBUF, text, List.of(references));
    }

    private static String proto3(String fields) {
        return "syntax = \"proto3\"; package plant; import \"google/protobuf/timestamp.proto\";"
                + " import \"google/protobuf/wrappers.proto\"; message Reading { " + fields + " }";
    }

    private static Decoded read(EventBuilder fields, String text, byte[] value) {
        RegisteredSchema schema = schema(text);
        return new ProtobufReaders(fields).reader(schema, schema).read(value, 0, RECORD_TIME);
    }

    private static NumericEvent event(EventBuilder fields, String text, byte[] value) {
        return (NumericEvent) read(fields, text, value);
    }

    private static Malformed malformed(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Malformed.class);
        return (Malformed) decoded;
    }

    @Test
    void numbersOfEveryTypeAreRead() {
        String text = proto3("double a = 1; float b = 2; int32 c = 3; uint32 d = 4; sint64 e = 5; fixed64 f = 6;"
                + " sfixed32 g = 7; google.protobuf.DoubleValue h = 8;");
        NumericEvent event = event(channels("/a", "/b", "/c", "/d", "/e", "/f", "/g", "/h"), text, value(out -> {
            out.writeDouble(1, 1e-3);
            out.writeFloat(2, 0.1f);
            out.writeInt32(3, -3);
            out.writeUInt32(4, -1);
            out.writeSInt64(5, -5);
            out.writeFixed64(6, -1);
            out.writeSFixed32(7, 7);
            out.writeMessage(8, DoubleValue.of(2.5));
        }));
        float[] read = new float[8];
        for (int i = 0; i < read.length; i++) {
            read[i] = event.channel(i);
        }
        assertThat(read).containsExactly(1e-3f, 0.1f, -3, 0x1p32f, -5, 0x1p64f, 7, 2.5f);
    }

    @Test
    void onlyAFieldWithPresenceIsMissingIfItIsNotSet() {
        String text =
                proto3("double plain = 1; optional double maybe = 2; oneof one { double left = 3; double right = 4; }"
                        + " google.protobuf.DoubleValue boxed = 5; Deep deep = 6; message Deep { double v = 1; }");
        NumericEvent event = event(
                channels("/plain", "/maybe", "/left", "/right", "/boxed", "/deep/v"),
                text,
                value(out -> out.writeDouble(4, 1)));
        assertThat(event.channel(0)).isEqualTo(0f);
        assertThat(List.of(1, 2, 4, 5)).allMatch(event::isMissing);
        assertThat(event.channel(3)).isEqualTo(1f);
        String proto2 = "message Reading { optional double v = 1 [default = 3]; }";
        assertThat(malformed(read(channels("/v"), proto2, value(out -> {}))).reason())
                .isEqualTo(DeadLetterReason.NO_CHANNEL);
    }

    @Test
    void pointersLeadThroughMessagesListsAndMaps() {
        String text = proto3("Deep deep = 1; repeated double list = 2; map<string, float> map = 3;"
                + " map<int32, Deep> deeps = 4; message Deep { double v = 1; }");
        byte[] deep = message(out -> out.writeDouble(1, 1.5));
        NumericEvent event = event(
                channels("/deep/v", "/list/1", "/list/2", "/map/a~1b", "/map/c", "/deeps/12/v"), text, value(out -> {
                    out.writeByteArray(1, deep);
                    out.writeByteArray(2, message(packed -> {
                        packed.writeDoubleNoTag(8);
                        packed.writeDoubleNoTag(9);
                    }));
                    for (float last : new float[] {4, 5}) {
                        out.writeByteArray(3, message(entry -> {
                            entry.writeString(1, "a/b");
                            entry.writeFloat(2, last);
                        }));
                    }
                    out.writeByteArray(4, message(entry -> {
                        entry.writeInt32(1, 12);
                        entry.writeByteArray(2, deep);
                    }));
                }));
        assertThat(event.channel(0)).isEqualTo(1.5f);
        assertThat(event.channel(1)).isEqualTo(9f);
        assertThat(event.isMissing(2)).isTrue();
        assertThat(event.channel(3)).isEqualTo(5f);
        assertThat(event.isMissing(4)).isTrue();
        assertThat(event.channel(5)).isEqualTo(1.5f);
    }

    @Test
    void aTimestampIsATime() {
        String text = proto3("double v = 1; google.protobuf.Timestamp at = 2;");
        EventBuilder fields = EventBuilder.ofChannels(
                List.of(new Channel("v", "/v")), new JsonLayout("/at", JsonLayout.DEFAULT.unit(), false, null));
        Timestamp time = Timestamp.newBuilder()
                .setSeconds(1_772_366_400)
                .setNanos(123_999_999)
                .build();
        assertThat(event(fields, text, value(out -> out.writeMessage(2, time))).timestamp())
                .isEqualTo(1_772_366_400_123L);
        Timestamp far = Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build();
        assertThat(malformed(read(fields, text, value(out -> out.writeMessage(2, far)))))
                .isEqualTo(new Malformed(DeadLetterReason.BAD_TIMESTAMP, "/at is a time outside the years 1 to 9999"));
        assertThat(malformed(read(channels("/at"), text, value(out -> out.writeMessage(2, time))))
                        .detail())
                .isEqualTo("/at is a time, not a number");
    }

    @ParameterizedTest
    @CsvSource({
        "repeated double v = 1;,a list",
        "'map<string, double> v = 1;',a map",
        "bool v = 1;,a boolean",
        "string v = 1;,a string",
        "bytes v = 1;,bytes",
        "Deep v = 1; message Deep {},a message"
    })
    void aChannelOfAnotherTypeIsABadChannel(String field, String name) {
        byte[] value = value(out -> {
            if (name.equals("a boolean")) {
                out.writeBool(1, true);
            } else if (name.equals("a list")) {
                out.writeDouble(1, 1);
            } else {
                out.writeBytes(1, ByteString.EMPTY);
            }
        });
        assertThat(malformed(read(channels("/v"), proto3(field), value)))
                .isEqualTo(new Malformed(DeadLetterReason.BAD_CHANNEL, "/v is " + name + ", not a number"));
    }

    @Test
    void keysTextsAndItemsAreStringsEnumsOrIntegers() {
        String text = proto3("string t = 1; uint64 id = 2; Kind kind = 3; enum Kind { NONE = 0; TEA = 1; }");
        JsonLayout keyed = JsonLayout.DEFAULT.withKey("/id");
        byte[] value = value(out -> {
            out.writeString(1, "héllo");
            out.writeUInt64(2, -1);
            out.writeEnum(3, 1);
        });
        TextEvent event = (TextEvent) read(EventBuilder.ofText("/t", keyed), text, value);
        assertThat(event.text()).isEqualTo("héllo");
        assertThat(event.key()).isEqualTo("18446744073709551615");
        assertThat(((ItemEvent) read(EventBuilder.ofItem("/kind", JsonLayout.DEFAULT), text, value)).item())
                .isEqualTo("TEA");
    }

    @Test
    void anUnknownNumberOfAnEnumIsNoText() {
        String text = proto3("Kind kind = 1; enum Kind { NONE = 0; TEA = 1; }");
        EventBuilder item = EventBuilder.ofItem("/kind", JsonLayout.DEFAULT);
        assertThat(malformed(read(item, text, value(out -> out.writeEnum(1, 9))))
                        .detail())
                .startsWith("/kind is the unknown number 9 of the enum plant.Reading.Kind, not ");
    }

    @ParameterizedTest
    @CsvSource({"ListValue,struct", "EnumValue,type", "Value,struct"})
    void aMessageWhoseNameEndsLikeAWrapperIsNone(String type, String file) {
        String text = "syntax = \"proto3\"; import \"google/protobuf/" + file + ".proto\"; message Reading {"
                + " google.protobuf." + type + " v = 1; }";
        assertThat(malformed(read(channels("/v"), text, value(out -> out.writeBytes(1, ByteString.EMPTY)))))
                .isEqualTo(new Malformed(DeadLetterReason.BAD_CHANNEL, "/v is a message, not a number"));
    }

    @Test
    void thePathChoosesTheMessageType() {
        String text = "syntax = \"proto3\"; message First { map<string, int32> m = 1; message In { double v = 1; } }"
                + " message Second { double v = 2; }";
        byte[] second = message(out -> {
            out.writeSInt32NoTag(1);
            out.writeSInt32NoTag(1);
            out.writeDouble(2, 2);
        });
        assertThat(event(channels("/v"), text, second).channel(0)).isEqualTo(2f);
        byte[] nested = message(out -> {
            out.writeSInt32NoTag(2);
            out.writeSInt32NoTag(0);
            out.writeSInt32NoTag(0);
            out.writeDouble(1, 3);
        });
        assertThat(event(channels("/v"), text, nested).channel(0)).isEqualTo(3f);
        byte[] none = message(out -> {
            out.writeSInt32NoTag(1);
            out.writeSInt32NoTag(5);
        });
        assertThat(malformed(read(channels("/v"), text, none)).detail())
                .endsWith("its schema has no message type at the path [5]");
    }

    @Test
    void aMessageIsReadAsTheLatestSchemaByTheNumbersOfItsFields() {
        RegisteredSchema old = schema(
                "package p; message Other {} message Reading { optional int32 old = 1; optional string gone = 2; }");
        RegisteredSchema latest =
                schema("package p; message Reading { optional int64 renamed = 1; optional double added = 3; }");
        byte[] value = message(out -> {
            out.writeSInt32NoTag(1);
            out.writeSInt32NoTag(1);
            out.writeInt32(1, 5);
            out.writeString(2, "gone");
        });
        ProtobufReaders readers = new ProtobufReaders(channels("/renamed", "/added"));
        NumericEvent event = (NumericEvent) readers.reader(old, latest).read(value, 0, RECORD_TIME);
        assertThat(event.channel(0)).isEqualTo(5f);
        assertThat(event.isMissing(1)).isTrue();
        RegisteredSchema another = schema("package p; message Another { optional double v = 1; }");
        NumericEvent own = (NumericEvent)
                new ProtobufReaders(channels("/old")).reader(old, another).read(value, 0, RECORD_TIME);
        assertThat(own.channel(0)).isEqualTo(5f);
    }

    @Test
    void importsComeFromReferencesAndUnknownOnesMayHoldOptions() {
        RegisteredSchema part = schema("syntax = \"proto3\"; package q; message Part { double v = 1; }");
        RegisteredSchema whole = schema(
                "syntax = \"proto3\"; package p; import \"q/part.proto\"; import \"confluent/meta.proto\";"
                        + " message Reading { q.Part part = 1; .q.Part again = 2; double w = 3 [(confluent.field_meta).doc = \"x\"]; }",
                new RegisteredSchema.Reference("q/part.proto", part));
        PayloadReader reader = new ProtobufReaders(channels("/part/v", "/again/v", "/w")).reader(whole, whole);
        byte[] value = value(out -> {
            out.writeByteArray(1, message(in -> in.writeDouble(1, 1)));
            out.writeByteArray(2, message(in -> in.writeDouble(1, 2)));
        });
        NumericEvent event = (NumericEvent) reader.read(value, 0, RECORD_TIME);
        assertThat(new float[] {event.channel(0), event.channel(1), event.channel(2)})
                .containsExactly(1, 2, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"message {", "message R { Missing m = 1; }", "edition = \"2023\"; message R {}"})
    void aSchemaThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> read(channels("/v"), text, new byte[1]))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("schema 7 is no ");
    }

    @Test
    void aDescriptorInBase64IsReadLikeTheText() {
        RegisteredSchema text = schema(proto3("double v = 1; google.protobuf.Timestamp timestamp = 2;"));
        String base64 =
                Base64.getEncoder().encodeToString(ProtoFiles.of(text).toProto().toByteArray());
        assertThat(event(channels("/v"), base64, value(out -> out.writeDouble(1, 3)))
                        .channel(0))
                .isEqualTo(3f);
        assertThatThrownBy(() -> read(channels("/v"), "AAAA", new byte[1]))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("schema 7 is no .proto file that can be read: ");
    }

    private static final String NESTED =
            "syntax = \"proto3\"; message Reading { Reading chain = 1; repeated double list = 2;"
                    + " map<string, bytes> map = 3; string t = 4; optional double v = 5; }";

    @Property
    void randomBytesGiveAnOutcome(@ForAll @Size(max = 60) byte[] value) {
        assertThat(read(channels("/v", "/list/0"), NESTED, value)).isInstanceOf(Decoded.class);
        assertThat(read(EventBuilder.ofText("/t", JsonLayout.DEFAULT), NESTED, value))
                .isInstanceOf(Decoded.class);
    }

    @Test
    void aTruncatedMessageIsABadEncoding() {
        byte[] value = value(out -> out.writeByteArray(3, new byte[0]));
        assertThat(malformed(read(channels("/v"), NESTED, Arrays.copyOf(value, value.length - 1)))
                        .reason())
                .isEqualTo(DeadLetterReason.BAD_ENCODING);
        byte[] huge = value(out -> {
            out.writeTag(4, 2);
            out.writeUInt32NoTag(Integer.MAX_VALUE);
        });
        assertThat(malformed(read(channels("/v"), NESTED, huge)).reason()).isEqualTo(DeadLetterReason.BAD_ENCODING);
    }

    @Test
    void deepNestingDoesNotOverflowTheStack() {
        byte[] value = {};
        for (int depth = 0; depth < 5000; depth++) {
            byte[] inside = value;
            value = message(out -> out.writeByteArray(1, inside));
        }
        byte[] deepest = value;
        assertThat(malformed(read(channels("/v"), NESTED, message(out -> {
                            out.write((byte) 0);
                            out.writeRawBytes(deepest);
                        })))
                        .reason())
                .isEqualTo(DeadLetterReason.BAD_ENCODING);
    }
}
