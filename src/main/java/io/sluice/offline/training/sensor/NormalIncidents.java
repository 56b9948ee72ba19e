package io.sluice.offline.training.sensor;

import io.sluice.score.Anomaly;
import io.sluice.score.Incident;
import io.sluice.score.Scorer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.List;

/**
 * The incidents of normal data under one threshold.
 *
 * @param incidents the number of incidents that opened
 * @param judged the number of judged events
 * @param keyDays the time that the judged events of all keys cover, in days; a silence of more than a day counts as one
 */
record NormalIncidents(int incidents, long judged, double keyDays) {
    private static final long DAY = 86_400_000;

    /** Scores the rows of each key from the beginning. */
    static NormalIncidents of(Scorer scorer, Collection<List<NetworkRows.Row>> keys) {
        NormalIncidents all = new NormalIncidents(0, 0, 0);
        for (List<NetworkRows.Row> rows : keys) {
            all = all.plus(key(scorer, rows));
        }
        return all;
    }

    private static NormalIncidents key(Scorer scorer, List<NetworkRows.Row> rows) {
        ByteBuffer state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        int incidents = 0;
        long judged = 0;
        long covered = 0;
        long last = 0;
        for (int step = 1; step <= rows.size(); step++) {
            NetworkRows.Row row = rows.get(step - 1);
            Anomaly verdict = (Anomaly) scorer.score(row.y(), step, row.event(), state.clear());
            if (verdict.isJudged()) {
                long time = row.event().timestamp();
                covered += judged == 0 ? 0 : Math.max(0, Math.min(DAY, time - last));
                last = time;
                judged++;
            }
            Incident incident = verdict.incident();
            incidents += incident != null && incident.phase() == Incident.Phase.OPENED ? 1 : 0;
        }
        return new NormalIncidents(incidents, judged, (double) covered / DAY);
    }

    private NormalIncidents plus(NormalIncidents other) {
        return new NormalIncidents(incidents + other.incidents, judged + other.judged, keyDays + other.keyDays);
    }
}
