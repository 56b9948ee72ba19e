package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.event.TimestampUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the unit of times that are numbers. */
@Internal
public final class UnitConverter implements ITypeConverter<TimestampUnit> {
    @Override
    public TimestampUnit convert(String value) {
        return TimestampUnit.of(value)
                .orElseThrow(() -> new TypeConversionException(
                        "it is '" + value + "', but must be one of " + TimestampUnit.settings()));
    }
}
