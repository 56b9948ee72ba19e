package io.sluice.offline.training.sensor;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.offline.training.loop.Metrics;
import java.util.List;
import java.util.Locale;

/** The forecast errors of a model on several series. */
record ForecastErrors(List<ForecastError> series) implements Metrics {
    ForecastErrors {
        series = List.copyOf(series);
    }

    /** Returns the number of series on which the forecasts have a smaller error than repeating the last reading. */
    @JsonProperty
    public long below() {
        return series.stream().filter(ForecastError::isBelowPersistence).count();
    }

    /**
     * Returns the error of the forecasts divided by the error of repeating the last reading: the geometric mean over
     * the series. Series on which repeating the last reading has no error are left out.
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
                "forecasts better than repeating the last reading on %d of %d series, error ratio %.4f",
                below(),
                series.size(),
                ratio());
    }
}
