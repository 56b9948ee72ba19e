package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Scores records. Between {@code init} and {@code close} a {@link TaskScorer} does the work. */
final class ScoringProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private final SluiceConfig config;
    private final ModelPool models;
    private @Nullable TaskScorer scorer;

    ScoringProcessor(SluiceConfig config, ModelPool models) {
        this.config = config;
        this.models = models;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        scorer = new TaskScorer(config, models, context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Objects.requireNonNull(scorer, "process before init").process(record);
    }

    @Override
    public void close() {
        if (scorer != null) {
            scorer.close();
            scorer = null;
        }
    }
}
