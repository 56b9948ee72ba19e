package io.sluice.cli.bench;

import io.sluice.offline.bench.Variant;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a variant by its name with hyphens. The converter of picocli also offers the name with underscores. */
final class VariantConverter implements ITypeConverter<Variant> {
    @Override
    public Variant convert(String value) {
        return Arrays.stream(Variant.values())
                .filter(variant -> variant.toString().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("it is '" + value + "', but must be one of " + names()));
    }

    private static String names() {
        return Arrays.stream(Variant.values()).map(Variant::toString).collect(Collectors.joining(", "));
    }
}
