package io.sluice.offline.training.sensor;

/**
 * The mean absolute error of the forecasts of the next reading over one series, from its second reading on. The error
 * of each channel is in the unit of the channel, and both values are means over the channels.
 *
 * @param series the name of the series
 * @param forecast the error of the model's forecasts
 * @param persistence the error of persistence, the forecast that repeats the last reading
 */
record ForecastError(String series, double forecast, double persistence) {
    boolean isBelowPersistence() {
        return forecast < persistence;
    }
}
