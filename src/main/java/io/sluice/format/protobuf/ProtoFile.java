package io.sluice.format.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a parsed {@code .proto} file as the descriptor of a file: all that matters to the encoding of its messages.
 * Names of types stay as they are written. Groups, extensions, services and options are left out.
 */
final class ProtoFile {
    private static final Map<String, FieldDescriptorProto.Type> SCALARS = Map.ofEntries(
            Map.entry("double", FieldDescriptorProto.Type.TYPE_DOUBLE),
            Map.entry("float", FieldDescriptorProto.Type.TYPE_FLOAT),
            Map.entry("int32", FieldDescriptorProto.Type.TYPE_INT32),
            Map.entry("int64", FieldDescriptorProto.Type.TYPE_INT64),
            Map.entry("uint32", FieldDescriptorProto.Type.TYPE_UINT32),
            Map.entry("uint64", FieldDescriptorProto.Type.TYPE_UINT64),
            Map.entry("sint32", FieldDescriptorProto.Type.TYPE_SINT32),
            Map.entry("sint64", FieldDescriptorProto.Type.TYPE_SINT64),
            Map.entry("fixed32", FieldDescriptorProto.Type.TYPE_FIXED32),
            Map.entry("fixed64", FieldDescriptorProto.Type.TYPE_FIXED64),
            Map.entry("sfixed32", FieldDescriptorProto.Type.TYPE_SFIXED32),
            Map.entry("sfixed64", FieldDescriptorProto.Type.TYPE_SFIXED64),
            Map.entry("bool", FieldDescriptorProto.Type.TYPE_BOOL),
            Map.entry("string", FieldDescriptorProto.Type.TYPE_STRING),
            Map.entry("bytes", FieldDescriptorProto.Type.TYPE_BYTES));

    private final boolean proto3;

    private ProtoFile(boolean proto3) {
        this.proto3 = proto3;
    }

    static FileDescriptorProto of(String name, ProtoFileElement file) {
        boolean proto3 = file.getSyntax() == Syntax.PROTO_3;
        ProtoFile written = new ProtoFile(proto3);
        FileDescriptorProto.Builder proto =
                FileDescriptorProto.newBuilder().setName(name).setSyntax(proto3 ? "proto3" : "proto2");
        if (file.getPackageName() != null) {
            proto.setPackage(file.getPackageName());
        }
        List<String> imports = imports(file);
        proto.addAllDependency(imports);
        file.getPublicImports().forEach(path -> proto.addPublicDependency(imports.indexOf(path)));
        messages(file.getTypes()).forEach(message -> proto.addMessageType(written.message(message)));
        enums(file.getTypes()).forEach(type -> proto.addEnumType(constants(type)));
        return proto.build();
    }

    private static List<String> imports(ProtoFileElement file) {
        return Stream.of(file.getImports(), file.getPublicImports(), file.getWeakImports())
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private static Stream<MessageElement> messages(List<TypeElement> types) {
        return types.stream().filter(MessageElement.class::isInstance).map(MessageElement.class::cast);
    }

    private static Stream<EnumElement> enums(List<TypeElement> types) {
        return types.stream().filter(EnumElement.class::isInstance).map(EnumElement.class::cast);
    }

    private static EnumDescriptorProto constants(EnumElement type) {
        EnumDescriptorProto.Builder proto = EnumDescriptorProto.newBuilder().setName(type.getName());
        type.getConstants()
                .forEach(constant ->
                        proto.addValueBuilder().setName(constant.getName()).setNumber(constant.getTag()));
        return proto.build();
    }

    /** Entries of maps come after the nested messages, so that these keep the indexes that clients count. */
    private DescriptorProto message(MessageElement message) {
        DescriptorProto.Builder proto = DescriptorProto.newBuilder().setName(message.getName());
        messages(message.getNestedTypes()).forEach(nested -> proto.addNestedType(message(nested)));
        enums(message.getNestedTypes()).forEach(nested -> proto.addEnumType(constants(nested)));
        message.getFields().forEach(field -> proto.addField(field(field, proto)));
        for (OneOfElement oneOf : message.getOneOfs()) {
            int index = proto.getOneofDeclCount();
            proto.addOneofDecl(OneofDescriptorProto.newBuilder().setName(oneOf.getName()));
            oneOf.getFields()
                    .forEach(field -> proto.addField(field(field, proto).setOneofIndex(index)));
        }
        return withPresence(proto).build();
    }

    /** In proto3, an optional field is in a oneof of its own. These must come after the declared ones. */
    private static DescriptorProto.Builder withPresence(DescriptorProto.Builder proto) {
        for (FieldDescriptorProto.Builder field : proto.getFieldBuilderList()) {
            if (field.getProto3Optional()) {
                field.setOneofIndex(proto.getOneofDeclCount());
                proto.addOneofDeclBuilder().setName("_" + field.getName());
            }
        }
        return proto;
    }

    private FieldDescriptorProto.Builder field(FieldElement field, DescriptorProto.Builder message) {
        FieldDescriptorProto.Builder proto = FieldDescriptorProto.newBuilder()
                .setName(field.getName())
                .setNumber(field.getTag())
                .setLabel(label(field))
                .setProto3Optional(proto3 && field.getLabel() == Field.Label.OPTIONAL);
        String type = field.getType();
        return type.startsWith("map<") ? map(type, proto, message) : typed(proto, type);
    }

    private static FieldDescriptorProto.Label label(FieldElement field) {
        if (field.getLabel() == Field.Label.REPEATED || field.getType().startsWith("map<")) {
            return FieldDescriptorProto.Label.LABEL_REPEATED;
        }
        return field.getLabel() == Field.Label.REQUIRED
                ? FieldDescriptorProto.Label.LABEL_REQUIRED
                : FieldDescriptorProto.Label.LABEL_OPTIONAL;
    }

    private static FieldDescriptorProto.Builder typed(FieldDescriptorProto.Builder proto, String type) {
        FieldDescriptorProto.Type scalar = SCALARS.get(type);
        return scalar == null ? proto.setTypeName(type) : proto.setType(scalar);
    }

    /** A map is a list of entries, which are messages of a type of their own. */
    private static FieldDescriptorProto.Builder map(
            String type, FieldDescriptorProto.Builder field, DescriptorProto.Builder message) {
        String[] types = type.substring("map<".length(), type.length() - 1).split(",", 2);
        String name = "MapEntryOf_" + field.getName();
        message.addNestedType(DescriptorProto.newBuilder()
                .setName(name)
                .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                .addField(typed(entry("key", 1), types[0].strip()))
                .addField(typed(entry("value", 2), types[1].strip())));
        return field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(name);
    }

    private static FieldDescriptorProto.Builder entry(String name, int number) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
    }
}
