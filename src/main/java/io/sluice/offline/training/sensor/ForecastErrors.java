package io.sluice.offline.training.sensor;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.offline.training.loop.Metrics;
import java.util.List;
import java.util.Locale;

/** How well a model forecasts each of some series. */
record ForecastErrors(List<ForecastError> series) implements Metrics {
    ForecastErrors {
        series = List.copyOf(series);
    }

    /** On how many series the forecast is better than repeating the last value. */
    @JsonProperty
    public long below() {
        return series.stream().filter(ForecastError::isBelowPersistence).count();
    }

    /**
     * The forecasts' error, in units of that of repeating the last value: the geometric mean over the series, but for
     * those on which repeating is never wrong.
     */
    @JsonProperty
    public double ratio() {
        return StrictMath.exp(series.stream()
                .filter(one -> one.persistence() > 0)
                .mapToDouble(one -> StrictMath.log(Math.max(one.forecast(), 1e-300) / one.persistence()))
                .average()
                .orElse(0));
    }

    @Override
    public String summary() {
        return String.format(
                Locale.ROOT,
                "forecast better than the last value on %d of %d series, its error %.4f of that one's",
                below(),
                series.size(),
                ratio());
    }
}
