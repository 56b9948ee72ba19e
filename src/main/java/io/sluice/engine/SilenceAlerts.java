package io.sluice.engine;

import io.sluice.event.Origin;
import io.sluice.score.Alert;
import io.sluice.score.AlertWriter;
import io.sluice.score.Incident;
import io.sluice.state.KeyState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of keys that send no event for too long. A silence begins with the key's last event, and so both of its
 * alerts give the time and the step of that event.
 *
 * <p>The opening alert is the same whether the sweep or the key's next record finds the silence.
 */
final class SilenceAlerts {
    private final AlertWriter writer;
    private final long silenceMillis;

    /** @param silenceMillis the time without events after which a key is silent, in milliseconds; 0 if no key is */
    SilenceAlerts(AlertWriter writer, long silenceMillis) {
        this.writer = writer;
        this.silenceMillis = silenceMillis;
    }

    /** The end of a silence. {@link Alert} explains the fields. */
    record End(
            long timestamp,
            long step,
            @Nullable Origin source,
            @Nullable Float score,
            Alert.Cause cause) {}

    /** Returns the alert that a key is silent. */
    byte[] opened(String key, KeyState state) {
        return writer.write(new Alert(
                Alert.Kind.SILENCE,
                key,
                state.eventTime() + silenceMillis,
                state.steps(),
                null,
                null,
                silence(Incident.Phase.OPENED, state),
                Alert.Cause.SILENCE));
    }

    /** Returns the alert that a silence has ended. If nobody told of the silence before, its opening comes first. */
    List<byte[]> ended(String key, KeyState state, End end) {
        List<byte[]> alerts = new ArrayList<>(2);
        if (!state.isSilenceTold()) {
            alerts.add(opened(key, state));
        }
        alerts.add(writer.write(new Alert(
                Alert.Kind.SILENCE,
                key,
                end.timestamp(),
                end.step(),
                end.source(),
                end.score(),
                silence(Incident.Phase.CLOSED, state),
                end.cause())));
        return alerts;
    }

    /** Returns the alerts of a key that expires. If there are alerts of silences, it was silent before. */
    List<byte[]> expired(String key, KeyState state) {
        boolean silent = silenceMillis > 0 || state.isSilenceTold();
        End end = new End(state.eventTime(), state.steps(), null, null, Alert.Cause.EXPIRED);
        return silent ? ended(key, state, end) : List.of();
    }

    private static Incident silence(Incident.Phase phase, KeyState state) {
        return new Incident(phase, state.eventTime(), state.steps(), 0);
    }
}
