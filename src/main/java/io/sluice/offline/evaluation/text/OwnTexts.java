package io.sluice.offline.evaluation.text;

import io.sluice.Internal;
import io.sluice.offline.dataset.Tweet;
import io.sluice.offline.evaluation.own.OwnRow;
import io.sluice.offline.evaluation.own.OwnRows;
import io.sluice.offline.evaluation.own.OwnSettings;
import io.sluice.offline.evaluation.own.RowLabels;
import io.sluice.offline.evaluation.run.Evaluation;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.OwnData;
import java.util.List;

/**
 * Evaluates a model on a user's own labelled texts. If a field names the key, the texts of a key are an author's in
 * their order. Otherwise each text stands alone.
 */
@Internal
public final class OwnTexts {
    private OwnTexts() {}

    /**
     * Reads the texts.
     *
     * @throws EvaluationException if a row has no text or no label of the model
     */
    public static Evaluation read(EvaluationRequest request, OwnData own) {
        if (own.label() == null) {
            throw new EvaluationException("texts need labels; name their column with --label");
        }
        RowLabels labels = new RowLabels(own.label());
        RowLabels texts = new RowLabels(own.settings()
                .events()
                .layout()
                .apply(request.manifest().input())
                .fields()
                .get(0)
                .pointer());
        OwnRows rows = OwnRows.read(request.data(), own);
        List<Tweet> read = rows.byKey().values().stream()
                .flatMap(List::stream)
                .map(row -> text(row, texts, labels))
                .toList();
        Evaluation evaluation = own.fields().key() == null
                ? LabelledTextEvaluation.of(read, request.data(), request.manifest())
                : new TweetEvaluation(request.data(), read, request.manifest());
        return (run, report) -> {
            OwnSettings.add(report, request, own, rows);
            evaluation.run(run, report);
        };
    }

    private static Tweet text(OwnRow row, RowLabels texts, RowLabels labels) {
        return new Tweet(
                row.event().line(), row.key(), row.event().time().orElse(0), labels.text(row), texts.text(row));
    }
}
