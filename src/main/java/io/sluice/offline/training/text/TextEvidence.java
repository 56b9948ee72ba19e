package io.sluice.offline.training.text;

import io.sluice.offline.training.torchscript.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What speaks for and against in a text: numbers for each token and each known pair, to be summed.
 *
 * <p>For each data set there are models learned from that set alone: a {@link LinearPolarity} over words and one over
 * characters, in units of their standard deviation over texts of the set; of more than two labels, one of each against
 * the others. For each set but the first there is one number more: how much more typical than of the first set the
 * token is of this one (the logarithm of the ratio of its shares). Those over words come first, then those over
 * characters, then those of the set; what is left of the width is 0.
 *
 * <p><b>Unseen.</b> A model is surer of what it learned from than of anything else; a network that learned from such
 * sums would trust them too much. So the models are learned {@value #FOLDS} times more, each time without a fifth of
 * the set, and the network sees of each training text what models made of it that had not seen it.
 */
final class TextEvidence {
    static final int FOLDS = 5;

    private static final int VIEWS = 2;
    /** A document's counts are scaled to the weight of a text of so many tokens, which most sentences have. */
    private static final float SENTENCE_TOKENS = 24;
    /** Summed log ratios are several times as large as the other numbers. */
    private static final float ORIGIN_SCALE = 0.25f;

    private final Columns columns;
    private final PairTable pairs;
    private final List<Polarity> known;
    private final List<List<Polarity>> unseen;

    private TextEvidence(Columns columns, PairTable pairs, List<Polarity> known, List<List<Polarity>> unseen) {
        this.columns = columns;
        this.pairs = pairs;
        this.known = known;
        this.unseen = unseen;
    }

    /**
     * Where the numbers stand.
     *
     * @param sets data sets, and labels of each
     */
    public record Columns(int sets, int labels) {
        /** Questions that a set's models answer: of two labels one, else whether it is this one. */
        int questions() {
            return labels == 2 ? 1 : labels;
        }

        int of(int view, int set, int question) {
            return (view * sets + set) * questions() + question;
        }

        /** Pairs have numbers in the first columns alone, those over words. */
        public int ofPairs() {
            return sets * questions();
        }

        /** Where the numbers begin that say which set a text is like. */
        int firstOrigin() {
            return VIEWS * sets * questions();
        }

        int all() {
            return firstOrigin() + sets - 1;
        }

        /** The next multiple of 8, so that a row's result does not depend on the rows beside it. */
        int width() {
            return (all() + 7) / 8 * 8;
        }

        /** The label that a question is about. */
        private int asked(int question) {
            return labels == 2 ? 1 : question;
        }
    }

    /**
     * Learns from opinions.
     *
     * @param recipe says how much an error costs, and of how many data sets there are opinions
     */
    static TextEvidence learn(List<TokenizedSample> opinions, TextRecipe recipe, WordPieces vocabulary, long seed) {
        Columns columns = recipe.columns();
        PairTable pairs = PairTable.learn(opinions, columns.sets(), recipe.pairCount(), recipe.pairs());
        List<List<Double>> costs = List.of(recipe.wordCosts(), recipe.characterCosts());
        List<NGramFeatures> views =
                List.of(new NGramFeatures.Words(vocabulary, pairs), new NGramFeatures.Characters(vocabulary, pairs));
        List<Polarity> known = new ArrayList<>();
        List<List<Polarity>> unseen = IntStream.range(0, FOLDS)
                .<List<Polarity>>mapToObj(fold -> new ArrayList<>())
                .toList();
        for (int view = 0; view < VIEWS; view++) {
            for (int set = 0; set < columns.sets(); set++) {
                Rows rows = new Rows(of(opinions, set), views.get(view));
                for (int question = 0; question < columns.questions(); question++) {
                    List<Polarity> found =
                            rows.learn(columns.asked(question), costs.get(view).get(set), seed);
                    for (int fold = 0; fold < FOLDS; fold++) {
                        unseen.get(fold).add(found.get(fold));
                    }
                    known.add(found.get(FOLDS));
                }
            }
        }
        for (int set = 1; set < columns.sets(); set++) {
            known.add(origin(of(opinions, 0), of(opinions, set), vocabulary.size(), pairs));
        }
        return new TextEvidence(columns, pairs, known, unseen);
    }

    private static List<TokenizedSample> of(List<TokenizedSample> opinions, int set) {
        return opinions.stream().filter(one -> one.opinion().set() == set).toList();
    }

    /** What models of one set learn from: a row a text, or a row a document. */
    private static final class Rows {
        private final List<TokenizedSample> own;
        private final NGramFeatures view;
        private final SparseRows rows = new SparseRows();
        private final List<Integer> labels = new ArrayList<>();
        /** Of each row, where among the opinions it is from. */
        private final List<Integer> opinions = new ArrayList<>();

        Rows(List<TokenizedSample> own, NGramFeatures view) {
            this.own = own;
            this.view = view;
            for (int i = 0; i < own.size(); i++) {
                TokenizedSample one = own.get(i);
                if (one.opinion().document()) {
                    add(
                            one.ids().stream().flatMapToInt(view::of),
                            scale(one),
                            one.opinion().label(),
                            i);
                } else {
                    for (int text = 0; text < one.ids().size(); text++) {
                        add(
                                view.of(one.ids().get(text)),
                                1,
                                one.opinion().labels().get(text),
                                i);
                    }
                }
            }
        }

        private void add(IntStream found, float scale, int label, int opinion) {
            rows.add(found.toArray(), scale);
            labels.add(label);
            opinions.add(opinion);
        }

        private static float scale(TokenizedSample document) {
            return (float) Math.sqrt(SENTENCE_TOKENS / Math.max(1, document.tokens()));
        }

        /** Models without one fold of the opinions each, then the one of all. */
        List<Polarity> learn(int label, double cost, long seed) {
            boolean[] positive = new boolean[labels.size()];
            for (int row = 0; row < positive.length; row++) {
                positive[row] = labels.get(row) == label;
            }
            LinearPolarity model = new LinearPolarity(rows, positive, view.columns(), cost);
            List<Polarity> found = IntStream.rangeClosed(0, FOLDS)
                    .parallel()
                    .mapToObj(fold -> view.fold(model.learn(without(fold), seed)))
                    .toList();
            float unit = 1 / deviation(found);
            return found.stream().map(polarity -> polarity.times(unit)).toList();
        }

        private int[] without(int fold) {
            return IntStream.range(0, labels.size())
                    .filter(row -> opinions.get(row) % FOLDS != fold)
                    .toArray();
        }

        /** The standard deviation, about 0, of what models that had not seen them make of the set's texts. */
        private float deviation(List<Polarity> found) {
            double squares = 0;
            long texts = 0;
            for (int i = 0; i < own.size(); i++) {
                for (int[] ids : own.get(i).ids()) {
                    double sum = found.get(i % FOLDS).of(ids);
                    squares += sum * sum;
                    texts++;
                }
            }
            return (float) Math.max(1e-6, Math.sqrt(squares / Math.max(1, texts)));
        }
    }

    private static Polarity origin(
            List<TokenizedSample> first, List<TokenizedSample> other, int tokens, PairTable pairs) {
        double[] here = shares(other, tokens);
        double[] there = shares(first, tokens);
        float[] ratios = new float[tokens];
        for (int id = 2; id < tokens; id++) {
            ratios[id] = ORIGIN_SCALE * (float) StrictMath.log(here[id] / there[id]);
        }
        return new Polarity(ratios, pairs);
    }

    /** Of each token the share of all, each counted once more than it occurs. */
    private static double[] shares(List<TokenizedSample> opinions, int tokens) {
        double[] counts = new double[tokens];
        Arrays.fill(counts, 1);
        opinions.forEach(one -> one.ids().forEach(ids -> {
            for (int id : ids) {
                counts[id]++;
            }
        }));
        double sum = Arrays.stream(counts).sum();
        return Arrays.stream(counts).map(count -> count / sum).toArray();
    }

    /** The evidence of a text that nothing was learned from. */
    float[] of(int[] ids) {
        float[] evidence = new float[columns.width()];
        for (int column = 0; column < known.size(); column++) {
            evidence[column] = known.get(column).of(ids);
        }
        return evidence;
    }

    /**
     * The evidence of a text that was learned from, by models that had not seen it.
     *
     * @param set the text's data set
     * @param index where among those of its set its opinion stood
     */
    float[] ofLearned(int[] ids, int set, int index) {
        float[] evidence = of(ids);
        for (int view = 0; view < VIEWS; view++) {
            for (int question = 0; question < columns.questions(); question++) {
                int column = columns.of(view, set, question);
                evidence[column] = unseen.get(index % FOLDS).get(column).of(ids);
            }
        }
        return evidence;
    }

    /** The module's tables: a row a token, and a row a pair, which begins with what tells the pair. */
    List<Parameter> tables(WordPieces vocabulary) {
        int width = columns.width();
        float[] ofTokens = new float[vocabulary.size() * width];
        for (int column = 0; column < known.size(); column++) {
            for (int id = 0; id < vocabulary.size(); id++) {
                ofTokens[id * width + column] = known.get(column).token(id);
            }
        }
        int paired = 1 + columns.ofPairs();
        float[] ofPairs = new float[pairs.rows() * paired];
        for (int row = 0; row < pairs.rows(); row++) {
            ofPairs[row * paired] = pairs.check(row);
            for (int column = 0; column < columns.ofPairs(); column++) {
                ofPairs[row * paired + 1 + column] = known.get(column).pair(row);
            }
        }
        return List.of(
                new Parameter("tokens", List.of(vocabulary.size(), width), ofTokens),
                new Parameter("pairs", List.of(pairs.rows(), paired), ofPairs));
    }
}
