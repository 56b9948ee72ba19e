package io.sluice.offline.training.text;

import io.sluice.offline.training.torchscript.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The evidence for each label in a text: sums of numbers that each token and each known pair of tokens has.
 *
 * <p>Each data set has models that learned from that set alone: a {@link LinearPolarity} over words and one over
 * characters. With more than two labels there is one model of each label against the others. A score is in units of its
 * standard deviation over the texts of the set. Each set but the first has one domain number as well: the logarithm of
 * the token's share of this set over its share of the first set. {@link EvidenceColumns} has the order.
 *
 * <p><b>Held-out evidence.</b> A model is more certain of the texts that it learned from than of others. A network that
 * learned from such scores would trust them too much. So the models are learned {@value #FOLDS} more times, each time
 * without a fifth of the set. The network sees each training text with the scores of models that did not learn from it.
 */
final class TextEvidence {
    static final int FOLDS = 5;

    /** A document's counts are scaled to the weight of a text of this length. Most sentences are about as long. */
    private static final float SENTENCE_TOKENS = 24;
    /** The factor of the domain numbers. Sums of log ratios are several times as large as the other numbers. */
    private static final float DOMAIN_SCALE = 0.25f;

    private final EvidenceColumns columns;
    private final PairTable pairs;
    /** The model of each column, learned from all samples. */
    private final List<Polarity> models;
    /** The models of each fold, learned without the samples of the fold. There are no domain numbers. */
    private final List<List<Polarity>> heldOutModels;

    private TextEvidence(
            EvidenceColumns columns, PairTable pairs, List<Polarity> models, List<List<Polarity>> heldOutModels) {
        this.columns = columns;
        this.pairs = pairs;
        this.models = models;
        this.heldOutModels = heldOutModels;
    }

    /** Learns all models from samples. */
    static TextEvidence learn(List<TokenizedSample> samples, TextSettings settings, WordPieces vocabulary, long seed) {
        EvidenceColumns columns = settings.columns();
        PairTable pairs = PairTable.learn(samples, columns.sets(), settings.minPairSamples(), settings.pairs());
        List<List<Double>> costs = List.of(settings.wordCosts(), settings.characterCosts());
        List<NGramFeatures> features =
                List.of(new NGramFeatures.Words(vocabulary, pairs), new NGramFeatures.Characters(vocabulary, pairs));
        List<Polarity> models = new ArrayList<>();
        List<List<Polarity>> heldOutModels = IntStream.range(0, FOLDS)
                .<List<Polarity>>mapToObj(fold -> new ArrayList<>())
                .toList();
        for (int kind = 0; kind < EvidenceColumns.FEATURE_KINDS; kind++) {
            for (int set = 0; set < columns.sets(); set++) {
                TrainingSet training = new TrainingSet(select(samples, set), features.get(kind));
                for (int classifier = 0; classifier < columns.classifiers(); classifier++) {
                    List<Polarity> learned = training.learn(
                            columns.targetLabel(classifier), costs.get(kind).get(set), seed);
                    for (int fold = 0; fold < FOLDS; fold++) {
                        heldOutModels.get(fold).add(learned.get(fold));
                    }
                    models.add(learned.get(FOLDS));
                }
            }
        }
        for (int set = 1; set < columns.sets(); set++) {
            models.add(domainRatios(select(samples, 0), select(samples, set), vocabulary.size(), pairs));
        }
        return new TextEvidence(columns, pairs, models, heldOutModels);
    }

    private static List<TokenizedSample> select(List<TokenizedSample> samples, int set) {
        return samples.stream().filter(sample -> sample.sample().set() == set).toList();
    }

    /** The samples of one set as rows of features. A document is one row; every other text is one row. */
    private static final class TrainingSet {
        private final List<TokenizedSample> samples;
        private final NGramFeatures features;
        private final SparseRows rows = new SparseRows();
        private final List<Integer> labels = new ArrayList<>();
        /** The index of the sample of each row. */
        private final List<Integer> sampleOfRow = new ArrayList<>();

        TrainingSet(List<TokenizedSample> samples, NGramFeatures features) {
            this.samples = samples;
            this.features = features;
            for (int i = 0; i < samples.size(); i++) {
                TokenizedSample tokenized = samples.get(i);
                LabelledSample sample = tokenized.sample();
                if (sample.isDocument()) {
                    add(tokenized.ids().stream().flatMapToInt(features::columns), scale(tokenized), sample.label(), i);
                } else {
                    for (int text = 0; text < tokenized.ids().size(); text++) {
                        int label = sample.labels().get(text);
                        add(features.columns(tokenized.ids().get(text)), 1, label, i);
                    }
                }
            }
        }

        private void add(IntStream columns, float scale, int label, int sample) {
            rows.add(columns.toArray(), scale);
            labels.add(label);
            sampleOfRow.add(sample);
        }

        private static float scale(TokenizedSample document) {
            return (float) Math.sqrt(SENTENCE_TOKENS / Math.max(1, document.tokenCount()));
        }

        /** Learns one model without each fold of the samples, and then one from all of them. */
        List<Polarity> learn(int label, double cost, long seed) {
            boolean[] positive = new boolean[labels.size()];
            for (int row = 0; row < positive.length; row++) {
                positive[row] = labels.get(row) == label;
            }
            LinearPolarity model = new LinearPolarity(rows, positive, features.columnCount(), cost);
            List<Polarity> learned = IntStream.rangeClosed(0, FOLDS)
                    .parallel()
                    .mapToObj(fold -> features.toPolarity(model.learn(rowsWithout(fold), seed)))
                    .toList();
            float unit = 1 / deviation(learned);
            return learned.stream().map(polarity -> polarity.scale(unit)).toList();
        }

        /** Returns the rows outside a fold. No row is in fold {@link #FOLDS}. */
        private int[] rowsWithout(int fold) {
            return IntStream.range(0, labels.size())
                    .filter(row -> sampleOfRow.get(row) % FOLDS != fold)
                    .toArray();
        }

        /** Returns the root mean square of the scores of all texts, each by the model that did not learn from it. */
        private float deviation(List<Polarity> learned) {
            double squares = 0;
            long texts = 0;
            for (int i = 0; i < samples.size(); i++) {
                for (int[] ids : samples.get(i).ids()) {
                    double score = learned.get(i % FOLDS).score(ids);
                    squares += score * score;
                    texts++;
                }
            }
            return (float) Math.max(1e-6, Math.sqrt(squares / Math.max(1, texts)));
        }
    }

    private static Polarity domainRatios(
            List<TokenizedSample> firstSet, List<TokenizedSample> otherSet, int tokens, PairTable pairs) {
        double[] otherShares = shares(otherSet, tokens);
        double[] firstShares = shares(firstSet, tokens);
        float[] ratios = new float[tokens];
        for (int id = NGramFeatures.FIRST_TEXT_ID; id < tokens; id++) {
            ratios[id] = DOMAIN_SCALE * (float) StrictMath.log(otherShares[id] / firstShares[id]);
        }
        return new Polarity(ratios, pairs);
    }

    /** Returns the share of each token of all tokens. Each count starts at 1. */
    private static double[] shares(List<TokenizedSample> samples, int tokens) {
        double[] counts = new double[tokens];
        Arrays.fill(counts, 1);
        samples.forEach(sample -> sample.ids().forEach(ids -> {
            for (int id : ids) {
                counts[id]++;
            }
        }));
        double sum = Arrays.stream(counts).sum();
        return Arrays.stream(counts).map(count -> count / sum).toArray();
    }

    /** Computes the evidence of a text that no model learned from. */
    float[] compute(int[] ids) {
        float[] evidence = new float[columns.width()];
        for (int column = 0; column < models.size(); column++) {
            evidence[column] = models.get(column).score(ids);
        }
        return evidence;
    }

    /**
     * Computes the evidence of a training text, with the models that did not learn from it.
     *
     * @param set the data set of the text
     * @param index the index of its sample among the samples of the set
     */
    float[] computeHeldOut(int[] ids, int set, int index) {
        float[] evidence = compute(ids);
        for (int kind = 0; kind < EvidenceColumns.FEATURE_KINDS; kind++) {
            for (int classifier = 0; classifier < columns.classifiers(); classifier++) {
                int column = columns.column(kind, set, classifier);
                evidence[column] = heldOutModels.get(index % FOLDS).get(column).score(ids);
            }
        }
        return evidence;
    }

    /** Returns the tables of the module: one row for each token, and one for each pair, which begins with its check. */
    List<Parameter> tables(WordPieces vocabulary) {
        int width = columns.width();
        float[] tokenTable = new float[vocabulary.size() * width];
        for (int column = 0; column < models.size(); column++) {
            for (int id = 0; id < vocabulary.size(); id++) {
                tokenTable[id * width + column] = models.get(column).tokenWeight(id);
            }
        }
        int pairWidth = 1 + columns.pairColumns();
        float[] pairTable = new float[pairs.rowCount() * pairWidth];
        for (int row = 0; row < pairs.rowCount(); row++) {
            pairTable[row * pairWidth] = pairs.check(row);
            for (int column = 0; column < columns.pairColumns(); column++) {
                pairTable[row * pairWidth + 1 + column] = models.get(column).pairWeight(row);
            }
        }
        return List.of(
                new Parameter("tokens", List.of(vocabulary.size(), width), tokenTable),
                new Parameter("pairs", List.of(pairs.rowCount(), pairWidth), pairTable));
    }
}
