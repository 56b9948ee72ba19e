package io.sluice.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What speaks for and against in a text: {@value TextCell#WIDTH} numbers for each token and each pair, to be summed.
 *
 * <p>For each data set there are two, learned from that set alone: a {@link LinearPolarity} over words and one over
 * characters, in units of their standard deviation over texts of the set. For each set but the first there is one more:
 * how much more typical than of the first set the token is of this one (the logarithm of the ratio of its shares). The
 * rest is 0.
 *
 * <p><b>Unseen.</b> A model is surer of what it learned from than of anything else; a network that learned from such
 * sums would trust them too much. So the models are learned {@value #FOLDS} times more, each time without a fifth of the
 * set, and the network sees of each text what models made of it that had not seen it.
 */
final class TextEvidence {
    static final int FOLDS = 5;
    static final int MOST_SETS = (TextCell.WIDTH + 1) / 3;

    private static final int VIEWS = 2;
    /** A document's counts are scaled to the weight of a text of so many tokens, which most sentences have. */
    private static final float SENTENCE_TOKENS = 24;
    /** Summed log ratios are several times as large as the other numbers. */
    private static final float ORIGIN_SCALE = 0.25f;

    private final List<Polarity> known;
    private final List<List<Polarity>> unseen;

    private TextEvidence(List<Polarity> known, List<List<Polarity>> unseen) {
        this.known = known;
        this.unseen = unseen;
    }

    /**
     * Learns from opinions.
     *
     * @param recipe says how much an error costs, and of how many data sets there are opinions
     */
    static TextEvidence learn(List<TokenizedOpinion> opinions, TextRecipe recipe, WordPieces vocabulary, long seed) {
        int sets = recipe.sets().size();
        int pairs = recipe.pairs();
        List<List<Double>> costs = List.of(recipe.wordCosts(), recipe.characterCosts());
        List<View> views = List.of(new View.Words(vocabulary, pairs), new View.Characters(vocabulary, pairs));
        List<Polarity> known = new ArrayList<>();
        List<List<Polarity>> unseen = IntStream.range(0, FOLDS)
                .<List<Polarity>>mapToObj(fold -> new ArrayList<>())
                .toList();
        for (int set = 0; set < sets; set++) {
            List<TokenizedOpinion> own = of(opinions, set);
            for (int view = 0; view < VIEWS; view++) {
                List<Polarity> found =
                        learn(own, views.get(view), costs.get(view).get(set), seed);
                for (int fold = 0; fold < FOLDS; fold++) {
                    unseen.get(fold).add(found.get(fold));
                }
                known.add(found.get(FOLDS));
            }
        }
        for (int set = 1; set < sets; set++) {
            known.add(origin(of(opinions, 0), of(opinions, set), vocabulary.size(), pairs));
        }
        return new TextEvidence(known, unseen);
    }

    /** Where the numbers begin that say which set a text is like. */
    static int firstOrigin(int sets) {
        return VIEWS * sets;
    }

    private static List<TokenizedOpinion> of(List<TokenizedOpinion> opinions, int set) {
        return opinions.stream().filter(one -> one.opinion().set() == set).toList();
    }

    /** Models without one fold each, then the one of all. */
    private static List<Polarity> learn(List<TokenizedOpinion> own, View view, double cost, long seed) {
        SparseRows rows = new SparseRows();
        boolean[] positive = new boolean[own.size()];
        for (int i = 0; i < own.size(); i++) {
            TokenizedOpinion one = own.get(i);
            positive[i] = one.opinion().positive();
            rows.add(one.ids().stream().flatMapToInt(view::of).toArray(), scale(one));
        }
        LinearPolarity model = new LinearPolarity(rows, positive, view.columns(), cost);
        List<Polarity> found = IntStream.rangeClosed(0, FOLDS)
                .parallel()
                .mapToObj(fold -> view.fold(model.learn(without(fold, own.size()), seed)))
                .toList();
        float unit = 1 / deviation(own, found);
        return found.stream().map(polarity -> polarity.times(unit)).toList();
    }

    private static float scale(TokenizedOpinion one) {
        return one.opinion().document() ? (float) Math.sqrt(SENTENCE_TOKENS / Math.max(1, one.tokens())) : 1;
    }

    private static int[] without(int fold, int count) {
        return IntStream.range(0, count).filter(i -> i % FOLDS != fold).toArray();
    }

    /** The standard deviation, about 0, of what models that had not seen them make of the set's texts. */
    private static float deviation(List<TokenizedOpinion> own, List<Polarity> found) {
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

    private static Polarity origin(List<TokenizedOpinion> first, List<TokenizedOpinion> other, int tokens, int pairs) {
        double[] here = shares(other, tokens);
        double[] there = shares(first, tokens);
        float[] ratios = new float[tokens];
        for (int id = 2; id < tokens; id++) {
            ratios[id] = ORIGIN_SCALE * (float) StrictMath.log(here[id] / there[id]);
        }
        return new Polarity(ratios, new float[pairs]);
    }

    /** Of each token the share of all, each counted once more than it occurs. */
    private static double[] shares(List<TokenizedOpinion> opinions, int tokens) {
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
        float[] evidence = new float[TextCell.WIDTH];
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
        for (int column = VIEWS * set; column < VIEWS * (set + 1); column++) {
            evidence[column] = unseen.get(index % FOLDS).get(column).of(ids);
        }
        return evidence;
    }

    /** The module's tables. */
    List<Parameter> tables(WordPieces vocabulary, int pairs) {
        float[] ofTokens = new float[vocabulary.size() * TextCell.WIDTH];
        float[] ofPairs = new float[pairs * TextCell.WIDTH];
        for (int column = 0; column < known.size(); column++) {
            for (int id = 0; id < vocabulary.size(); id++) {
                ofTokens[id * TextCell.WIDTH + column] = known.get(column).token(id);
            }
            for (int pair = 0; pair < pairs; pair++) {
                ofPairs[pair * TextCell.WIDTH + column] = known.get(column).pair(pair);
            }
        }
        return List.of(
                new Parameter("tokens", List.of(vocabulary.size(), TextCell.WIDTH), ofTokens),
                new Parameter("pairs", List.of(pairs, TextCell.WIDTH), ofPairs));
    }
}
