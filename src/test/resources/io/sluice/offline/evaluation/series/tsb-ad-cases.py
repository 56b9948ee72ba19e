"""Records what TSB-AD computes, for VusPrTest and AutocorrelationWindowTest.

    python -m venv venv
    venv/bin/pip install --no-deps TSB-AD==1.5
    venv/bin/pip install numpy scipy statsmodels scikit-learn
    venv/bin/python tsb-ad-cases.py > tsb-ad-cases.json

The file in this folder was made with numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0 and scikit-learn 1.9.1.
All series and scores are random or simulated, with fixed seeds.
"""

import json
import sys

import numpy as np
from TSB_AD.evaluation.basic_metrics import basic_metricor, generate_curve
from TSB_AD.utils.slidingWindows import find_length_rank


def events(rows, *ranges):
    labels = np.zeros(rows, dtype=int)
    for first, last in ranges:
        labels[first : last + 1] = 1
    return labels


def metrics(name, scores, labels, window):
    *_, vus_pr = generate_curve(labels, scores, window, "opt", 250)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], labels, [0]])))
    return {
        "name": name,
        "window": window,
        "scores": [float(score) for score in scores],
        "events": [[int(a), int(b) - 1] for a, b in zip(edges[::2], edges[1::2])],
        "vus_pr": float(vus_pr),
        "auc_pr": float(basic_metricor().metric_PR(labels, scores)),
    }


def metric_cases():
    random = np.random.default_rng(1)
    one = events(300, (140, 159))
    yield metrics("one event, no buffer", random.random(300).round(4), one, 0)
    yield metrics("one event, buffer 1", random.random(300).round(4), one, 1)
    yield metrics("one event, even window", random.random(300).round(4), one, 20)
    yield metrics("one event, odd window", random.random(300).round(4), one, 21)
    yield metrics("the window exceeds the series", random.random(100).round(4), events(100, (40, 44)), 303)
    edges = events(260, (0, 3), (255, 259))
    yield metrics("events at both ends", random.random(260).round(4), edges, 40)
    close = events(400, (100, 109), (116, 120), (131, 131), (200, 219), (261, 270))
    for window in (5, 6, 10, 11, 42, 100):
        yield metrics(f"events that merge, window {window}", random.random(400).round(4), close, window)
    single = events(500, (50, 50), (52, 52), (300, 300))
    yield metrics("events of one row", random.random(500).round(4), single, 30)
    yield metrics("ten values, many ties", random.integers(0, 10, 400) / 10, close, 42)
    yield metrics("all scores equal", np.full(400, 0.5), close, 42)
    yield metrics("fewer rows than thresholds", random.random(60).round(4), events(60, (20, 25)), 12)
    good = (random.random(400) + close).round(4)
    yield metrics("a perfect score", good, close, 42)
    yield metrics("the worst score", (2 - good).round(4), close, 42)
    silent = good.copy()
    silent[:150] = 0
    yield metrics("silent over the first event", silent, close, 42)

    rows = 2200
    labels = events(rows, (700, 779), (1310, 1313), (1500, 1719), (2100, 2139))
    level = np.convolve(labels * random.random(rows), np.ones(30) / 30)[:rows]
    score = np.log1p(random.exponential(0.3, rows) + 8 * level)
    score[:400] = 0
    yield metrics("like a real series", score.round(4), labels, 125)


def window(name, data):
    return {
        "name": name,
        "data": [float(value) for value in data],
        "window": int(find_length_rank(np.asarray(data).reshape(-1, 1), rank=1)),
    }


def window_cases():
    random = np.random.default_rng(2)
    time = np.arange(1000)
    yield window("a sine of 24 rows", (np.sin(time * 2 * np.pi / 24) + 0.3 * random.random(1000)).round(3))
    yield window("two periods", (np.sin(time * 2 * np.pi / 90) + np.sin(time * 2 * np.pi / 7)).round(3))
    yield window("noise", random.random(1000).round(3))
    yield window("a walk", np.cumsum(random.standard_normal(1000)).round(2))
    yield window("a period of 4 rows", ((time % 4 == 0) + 0.01 * random.random(1000)).round(3))
    yield window("a period of 320 rows", (np.sin(time * 2 * np.pi / 320) + 0.001 * random.random(1000)).round(5))
    yield window("a constant", np.full(500, 3.0))
    yield window("a ramp", time[:500].astype(float))
    yield window("fewer than 400 rows", (np.sin(np.arange(150) * 2 * np.pi / 30) + 0.1 * random.random(150)).round(3))
    yield window("five rows", [1.0, 3.0, 2.0, 5.0, 1.0])


cases = {"metrics": list(metric_cases()), "windows": list(window_cases())}
json.dump(cases, sys.stdout, separators=(",", ":"))
sys.stdout.write("\n")
