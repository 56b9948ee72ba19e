package io.sluice.offline.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
    private static final String TWO_BY_THREE = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";
    private static final double[][] ROWS = {{1, 2.5, -3e-300}, {4, Double.NaN, 6}};

    @TempDir
    private Path folder;

    private Path file(byte... bytes) throws IOException {
        return Files.write(folder.resolve("a.npy"), bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void bothFormatsAreReadInOrderOfRowsAndColumns(int format) throws IOException {
        NumberTable table = NpyFile.read(file(NpyFixture.bytes(format, TWO_BY_THREE, ROWS)));
        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.columns()).isEqualTo(3);
        for (int row = 0; row < 2; row++) {
            for (int column = 0; column < 3; column++) {
                assertThat((Object) table.at(row, column)).isEqualTo(ROWS[row][column]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'<f8' | '<f4' | numbers of type <f4; only <f8",
                "'<f8' | '>f8' | numbers of type >f8",
                "False | True | Fortran order",
                "(2, 3) | (6,) | the shape (6,); only two dimensions (rows, columns)",
                "(2, 3) | (1, 2, 3) | the shape (1, 2, 3)",
                "(2, 3) | (2, 0) | the shape (2, 0); at least one column",
                "(2, 3) | (2, 4) | 48 bytes of numbers; the shape (2, 4) needs 64",
                "shape | form | a header without the expected fields"
            })
    void anArrayThatIsNotATableOfFloat64IsRefusedWithWhatWasFound(String from, String to, String message)
            throws IOException {
        Path file = file(NpyFixture.bytes(1, TWO_BY_THREE.replace(from, to), ROWS));
        assertThatThrownBy(() -> NpyFile.read(file))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("a.npy")
                .hasMessageContaining(message);
    }

    @Test
    void aLaterFormatIsRefused() throws IOException {
        Path file = file(NpyFixture.bytes(3, TWO_BY_THREE, ROWS));
        assertThatThrownBy(() -> NpyFile.read(file)).hasMessageContaining("format 3.0; only 1.0 and 2.0 can be read");
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        byte[] whole = NpyFixture.bytes(1, TWO_BY_THREE, ROWS);
        for (int length = 0; length < whole.length; length++) {
            Path file = file(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NpyFile.read(file)).isInstanceOf(DatasetException.class);
        }
    }

    @Test
    void anInfiniteNumberIsRefusedWithItsRowAndColumn() throws IOException {
        Path file = NpyFixture.write(
                folder.resolve("a.npy"), new double[] {1, 2}, new double[] {3, Double.NEGATIVE_INFINITY});
        assertThatThrownBy(() -> NpyFile.read(file)).hasMessageContaining("infinite number in row 1, column 1");
    }
}
