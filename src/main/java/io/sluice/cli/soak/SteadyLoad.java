package io.sluice.cli.soak;

import io.sluice.offline.soak.Overload;
import io.sluice.offline.soak.SoakPlan;
import io.sluice.offline.soak.Traffic;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Events at one rate. */
final class SteadyLoad implements SoakLoad {
    private final SoakPlan plan;
    private final Consumer<String> told;
    private double seconds;

    SteadyLoad(SoakPlan plan, Consumer<String> told) {
        this.plan = plan;
        this.told = told;
    }

    @Override
    public void serve(Traffic traffic, SoakWatch watch) throws IOException, InterruptedException {
        traffic.sender().begin(plan.rate(), plan.events(plan.rate()));
        watch.watch(traffic, traffic.sender()::isSending);
        seconds = watch.seconds();
        long late = traffic.sender().latest().toSeconds();
        if (late > 0) {
            told.accept("an event was sent " + late + " s late; this machine is too slow for the rate, or was busy");
        }
        watch.watch(traffic, traffic::isMissing);
    }

    @Override
    public double seconds() {
        return seconds;
    }

    @Override
    public @Nullable Overload overload() {
        return null;
    }
}
