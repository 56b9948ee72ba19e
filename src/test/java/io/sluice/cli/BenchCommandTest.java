package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchCommandTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --rounds 0                        | --rounds is 0; it must be at least 1
                    --events -1                       | --events is -1; it must be from 0 to 100000000
                    --events 0                        | --events is 0, so there is nothing to measure
                    --warm-up 0                       | --warm-up is 0; it must be from 1 to 100000000
                    --keys 0                          | --keys is 0; it must be from 1 to 10000000
                    --skew -1                         | --skew is -1.0; it must be from 0 to 10
                    --skew NaN                        | --skew is NaN; it must be from 0 to 10
                    --hot-key 1.5                     | --hot-key is 1.5; it must be from 0 to 1
                    --hot-key 0.5 --keys 1            | --hot-key is 0.5, but --keys is 1
                    --variants fast                   | must be one of look-ahead, one-by-one, identity, stock
                    --timestamps unix                 | Invalid value for option '--timestamps'
                    --latency 0                       | --latency is 0; it must be from 1 to 1000000
                    --latency 5000 --seconds 0        | --seconds is 0; it must be from 1 to 3600
                    --latency 10 --seconds 20         | --latency 10 for 20 seconds are 200 events
                    --latency 1000000 --seconds 3600  | they must be from 1000, for the percentile 99.9
                    --seconds 20                      | --seconds is for latencies; give --latency RATE
                    --hidden 12                       | --hidden is 12; it must be a multiple of 8
                    --hidden 8192                     | --hidden is 8192; it must be from 8 to 4096
                    --hidden 64 --model models/x      | --hidden and --model each give a model
                    --engine pytorch                  | --engine is for the network of --hidden
                    --hidden 64 --engine tensorflow   | Invalid value for option '--engine'
                    --json no/such/folder/x.json      | the folder
                    --model models/sentiment          | input.kind is text, but bench sends sensor readings
                    --items 3                         | --items is 3; it must be at least 64
                    --items 100 --latency 5000        | --items measures nothing else, so --latency has no effect
                    --decode 8 --variants stock       | --decode measures nothing else, so --variants has no effect
                    --steps 12                        | --steps is 12; it must be a multiple of 8
                    --steps 64 --events 5             | --steps measures nothing else, so --events has no effect
                    --decode 8 --rounds 0             | --rounds is 0; it must be at least 1
                    """)
    void optionsThatMakeNoSenseAreUsageErrors(String options, String error) {
        StringWriter err = new StringWriter();
        int code = Main.commandLine().setErr(new PrintWriter(err, true)).execute(("bench " + options).split(" "));
        assertThat(err.toString()).contains(error);
        assertThat(code).isEqualTo(2);
    }

    @Test
    void stepsAreTimedOnBothEnginesAndInRunsWhereAnEngineTakesThem() {
        StringWriter out = new StringWriter();
        int code =
                Main.commandLine().setOut(new PrintWriter(out, true)).execute("bench", "--steps", "8", "--rounds", "1");
        assertThat(code).isZero();
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ").replaceAll("[0-9.]+ us", "N us")))
                .containsExactly(
                        "H = 8, PyTorch, 1 x 1 N us of CPU per step",
                        "H = 8, PyTorch, 1 x 32 N us of CPU per step",
                        "H = 8, PyTorch, 1 x 512 N us of CPU per step",
                        "H = 8, ONNX Runtime, 1 x 1 N us of CPU per step",
                        "H = 8, ONNX Runtime, 1 x 32 N us of CPU per step",
                        "H = 8, ONNX Runtime, 1 x 512 N us of CPU per step",
                        "H = 8, ONNX Runtime, 8 x 1 N us of CPU per step",
                        "H = 8, ONNX Runtime, 64 x 1 N us of CPU per step",
                        "H = 8, ONNX Runtime, 64 x 4 N us of CPU per step");
    }
}
