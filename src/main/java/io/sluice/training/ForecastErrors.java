package io.sluice.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** How well a model forecasts each of some series. */
record ForecastErrors(List<ForecastError> series) implements Figures {
    ForecastErrors {
        series = List.copyOf(series);
    }

    /** On how many series the forecast is better than repeating the last value. */
    @JsonProperty
    public long below() {
        return series.stream().filter(ForecastError::isBelowPersistence).count();
    }

    @Override
    public String summary() {
        return "forecast better than the last value on " + below() + " of " + series.size() + " series";
    }
}
