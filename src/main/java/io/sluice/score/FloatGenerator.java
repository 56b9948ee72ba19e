package io.sluice.score;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.io.OutputStream;

/** A generator of JSON that writes a float32 as its {@link ShortestDecimal}. */
final class FloatGenerator extends JsonGeneratorDelegate {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final ShortestDecimal decimal = new ShortestDecimal();

    FloatGenerator(OutputStream out) throws IOException {
        super(FACTORY.createGenerator(out), false);
    }

    @Override
    public void writeNumber(float number) throws IOException {
        if (Float.isFinite(number)) {
            decimal.write(number);
            delegate.writeNumber(decimal.text(), 0, decimal.length());
        } else {
            delegate.writeNumber(number);
        }
    }
}
