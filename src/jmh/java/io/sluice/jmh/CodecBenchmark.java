package io.sluice.jmh;

import io.sluice.event.Channel;
import io.sluice.event.Decoded;
import io.sluice.event.JsonEventDecoder;
import io.sluice.event.JsonLayout;
import io.sluice.event.NumericEvent;
import io.sluice.event.Origin;
import io.sluice.event.Timestamps;
import io.sluice.model.Sizes;
import io.sluice.model.StepBatch;
import io.sluice.score.Anomaly;
import io.sluice.score.ChannelPart;
import io.sluice.score.PredictionWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the bytes of an event to the event, and from a verdict to the bytes of a prediction, for eight channels. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class CodecBenchmark {
    private static final int CHANNELS = 8;
    /** A power of two, so that a mask chooses the next event. */
    private static final int EVENTS = 1 << 10;

    private static final long START = 1_772_366_400_000L;
    private static final long INTERVAL_MILLIS = 12_345;
    private static final Origin ORIGIN = new Origin("events", 0, 4711);

    private final byte[][] values = new byte[EVENTS][];
    private final String[] texts = new String[EVENTS];
    private final Anomaly[] verdicts = new Anomaly[EVENTS];
    private final JsonEventDecoder decoder = JsonEventDecoder.ofChannels(
            IntStream.range(0, CHANNELS)
                    .mapToObj(i -> new Channel("c" + i, "/c" + i))
                    .toList(),
            JsonLayout.DEFAULT,
            Integer.MAX_VALUE);
    private final PredictionWriter writer = new PredictionWriter("sensor-anomaly", "1.0.0", null);
    /** The writer reads a batch only if it writes rows x and y. */
    private final StepBatch unread = new StepBatch(new Sizes(1, 1, 1), 1);

    private int last;

    /** Makes different events and verdicts, and checks that the decoder takes the events. */
    @Setup
    public void fill() {
        Random random = new Random(1);
        for (int i = 0; i < EVENTS; i++) {
            texts[i] = Timestamps.format(time(i));
            values[i] = json(texts[i], random).getBytes(StandardCharsets.UTF_8);
            verdicts[i] = verdict(random);
            if (!(decoder.decode(values[i], 0) instanceof NumericEvent)) {
                throw new IllegalStateException("the decoder refuses event " + i);
            }
        }
    }

    private static long time(int event) {
        return START + event * INTERVAL_MILLIS;
    }

    private static String json(String time, Random random) {
        StringBuilder json = new StringBuilder("{\"timestamp\":\"").append(time).append('"');
        for (int c = 0; c < CHANNELS; c++) {
            json.append(",\"c").append(c).append("\":").append((float) random.nextGaussian());
        }
        return json.append('}').toString();
    }

    private static Anomaly verdict(Random random) {
        List<ChannelPart> channels = IntStream.range(0, CHANNELS)
                .mapToObj(c -> new ChannelPart("c" + c, (float) random.nextGaussian(), random.nextFloat()))
                .toList();
        return new Anomaly(random.nextFloat(), random.nextFloat(), null, channels, 0);
    }

    private int next() {
        last = (last + 1) & (EVENTS - 1);
        return last;
    }

    /** An event with its time in ISO 8601, about 170 bytes. */
    @Benchmark
    public Decoded decode() {
        return decoder.decode(values[next()], START);
    }

    @Benchmark
    public OptionalLong parseTime() {
        return Timestamps.parse(texts[next()]);
    }

    @Benchmark
    public String formatTime() {
        return Timestamps.format(time(next()));
    }

    /** A prediction without an incident and without rows x and y. */
    @Benchmark
    public byte[] write() {
        int i = next();
        return writer.write("sensor-17", time(i), i, ORIGIN, verdicts[i], unread, 0);
    }
}
