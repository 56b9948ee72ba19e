package io.sluice.cli.soak;

import io.sluice.offline.soak.Overload;
import io.sluice.offline.soak.SoakPlan;
import io.sluice.offline.soak.Traffic;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Events at one rate. */
final class SteadyLoad implements SoakLoad {
    private final SoakPlan plan;
    private double seconds;

    SteadyLoad(SoakPlan plan) {
        this.plan = plan;
    }

    @Override
    public void serve(Traffic traffic, SoakWatch watch) throws IOException, InterruptedException {
        traffic.sender().begin(plan.rate(), plan.events(plan.rate()));
        watch.watch(traffic, traffic.sender()::isSending);
        seconds = watch.seconds();
        watch.tellLateEvents(traffic.sender());
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
