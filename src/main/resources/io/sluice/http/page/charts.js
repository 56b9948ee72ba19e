/** The charts of a key: lines over event time, with the same time axis below each other. */
import uPlot from './uplot.js';
import { h } from './dom.js';
import { seconds, significant } from './format.js';

const UTC = seconds => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC');
const LEFT = 52;
const RIGHT = 14;

/** The colours of the present scheme, light or dark. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = name => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: of('ink'),
    soft: of('soft'),
    line: of('line'),
    accent: of('accent'),
    band: of('band'),
    alarm: of('alarm'),
    alarmArea: of('alarm-bg'),
    other: of('other'),
    truth: of('truth'),
    panel: of('panel'),
  };
}

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', hour: '2-digit', minute: '2-digit' });
const clockSeconds = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });

/** Labels of the time axis: the time, with the day at the first label and wherever the day changes. */
function timeLabels(chart, ticks, axis, space, step) {
  let before = null;
  return ticks.map(tick => {
    const date = new Date(tick * 1000);
    const today = day.format(date);
    const changed = before !== null && before !== today;
    before = today;
    if (step >= 86400) {
      return today;
    }
    return changed ? today : (step < 60 ? clockSeconds : clock).format(date);
  });
}

/**
 * Makes a chart that draws its lines with uPlot.
 * @param shape `height`; `lines`: names of colours with `dash`, `width` and `dots`; `band`: the numbers of the upper and the lower
 *     line of a shaded range; `range`: fixed limits of the values, or null; `times`: whether the time axis has labels;
 *     `under` and `over`: functions that draw below and above the lines; `cursor`: called with the number of the event
 *     under the pointer, or null
 */
export function lineChart(shape) {
  const box = h('div', { class: 'chart' });
  let chart = null;
  let data = [[], ...shape.lines.map(() => [])];
  let width = 0;

  const build = () => {
    chart?.destroy();
    const c = colours();
    chart = new uPlot(
      {
        width,
        height: shape.height,
        tzDate: UTC,
        padding: [8, RIGHT, 0, 0],
        legend: { show: false },
        cursor: {
          y: false,
          drag: { x: false, y: false },
          points: { size: 7 },
          sync: { key: 'key', setSeries: false },
        },
        scales: { x: { time: true }, y: { range: shape.range ?? padded } },
        axes: [
          {
            show: shape.times,
            stroke: c.soft,
            grid: { show: false },
            ticks: { stroke: c.line, size: 4 },
            values: timeLabels,
            font: '11px system-ui, sans-serif',
            size: 26,
            space: 70,
          },
          {
            stroke: c.soft,
            grid: { stroke: c.line, width: 1 },
            ticks: { show: false },
            size: LEFT,
            space: shape.range ? 18 : 30,
            font: '11px system-ui, sans-serif',
            ...(shape.range ? { splits: () => [0, 0.5, 1] } : {}),
            values: (unused, ticks) => ticks.map(significant),
          },
        ],
        series: [
          {},
          ...shape.lines.map(line => ({
            stroke: line.colour === null ? 'transparent' : c[line.colour],
            width: line.colour === null ? 0 : (line.width ?? 1.5),
            dash: line.dash,
            fill: line.fill ? c.band : undefined,
            points: { show: line.dots ?? false, size: 5, fill: c[line.colour], stroke: c[line.colour] },
            spanGaps: line.joined ?? false,
          })),
        ],
        bands: shape.band ? [{ series: shape.band, fill: c.band }] : [],
        hooks: {
          drawClear: [plot => shape.under?.(plot, c)],
          draw: [plot => shape.over?.(plot, c)],
          setCursor: [plot => shape.cursor?.(plot.cursor.idx ?? null)],
        },
      },
      data,
      box,
    );
  };

  const observer = new ResizeObserver(entries => {
    const now = Math.floor(entries[0].contentRect.width);
    if (now > 0 && now !== width) {
      width = now;
      if (chart === null) {
        build();
      } else {
        chart.setSize({ width, height: shape.height });
      }
    }
  });
  observer.observe(box);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const recolour = () => chart !== null && build();
  scheme.addEventListener('change', recolour);

  return {
    box,
    /** Shows values: the times in seconds, then one array for each line. */
    show(next) {
      data = next;
      chart?.setData(data);
    },
    redraw: () => chart?.redraw(false),
    /** Returns the chart of uPlot; null while it has no width. */
    plot: () => chart,
    close() {
      observer.disconnect();
      scheme.removeEventListener('change', recolour);
      chart?.destroy();
    },
  };
}

/** The times of events in seconds. The axis needs rising times; equal and late ones stand beside each other. */
export function risingTimes(events) {
  const times = events.map(event => seconds(event.timestamp));
  times.forEach((unused, i) => {
    if (i > 0 && times[i] <= times[i - 1]) {
      times[i] = times[i - 1] + 1e-3;
    }
  });
  return times;
}

/** Leaves some room above and below the values. */
function padded(plot, least, most) {
  if (least === null || most === null) {
    return [0, 1];
  }
  const room = (most - least || Math.abs(most) || 1) * 0.08;
  return [least - room, most + room];
}

/** Shades the time from one event to another one. */
export function shade(plot, from, to, colour) {
  const { ctx, bbox } = plot;
  const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
  const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true));
  if (right >= left) {
    ctx.save();
    ctx.fillStyle = colour;
    ctx.fillRect(left, bbox.top, Math.max(2, right - left), bbox.height);
    ctx.restore();
  }
}

/** Draws a level line, such as the threshold of a score. */
export function level(plot, value, colour) {
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(value, 'y', true));
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

/**
 * Draws lines at the top of a chart, each with a name where there is room for it.
 * @param spans pairs of the first and the last time, and the name
 */
export function overlines(plot, spans, colour) {
  const { ctx, bbox } = plot;
  const dpr = devicePixelRatio;
  const end = bbox.left + bbox.width;
  let free = bbox.left;
  ctx.save();
  ctx.fillStyle = colour;
  ctx.font = `${11 * dpr}px system-ui, sans-serif`;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  for (const [from, to, name] of spans) {
    const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
    const right = Math.min(end, plot.valToPos(to, 'x', true));
    if (right < left) {
      continue;
    }
    ctx.fillRect(left, bbox.top, Math.max(2 * dpr, right - left), 3 * dpr);
    const size = ctx.measureText(name).width;
    const x = Math.min(left, end - size);
    if (x >= free) {
      ctx.fillText(name, x, bbox.top + 6 * dpr);
      free = x + size + 8 * dpr;
    }
  }
  ctx.restore();
}

/** Draws a ring around a point. */
export function ring(plot, time, value, colour, fill) {
  const { ctx } = plot;
  const dpr = devicePixelRatio;
  ctx.save();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.arc(plot.valToPos(time, 'x', true), plot.valToPos(value, 'y', true), 5.5 * dpr, 0, 2 * Math.PI);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2.5 * dpr;
  ctx.stroke();
  ctx.restore();
}

/** Makes a strip below a chart: one cell for each event, the darker the larger its share. */
export function strip(label) {
  const canvas = h('canvas', { class: 'strip', role: 'img', 'aria-label': label });
  return {
    canvas,
    /**
     * Shows shares on the time axis of a chart.
     * @param shares a number from 0 to 1 for each time; null where there is none
     */
    show(plot, times, shares) {
      if (plot === null) {
        return;
      }
      const dpr = devicePixelRatio;
      const width = canvas.clientWidth;
      const height = canvas.clientHeight;
      canvas.width = width * dpr;
      canvas.height = height * dpr;
      const ctx = canvas.getContext('2d');
      const left = plot.bbox.left;
      ctx.fillStyle = colours().accent;
      const x = i => left + plot.valToPos(times[i], 'x') * dpr;
      shares.forEach((share, i) => {
        if (share !== null) {
          const end = i + 1 < times.length ? x(i + 1) : x(i) + 4 * dpr;
          ctx.globalAlpha = 0.06 + 0.94 * Math.max(0, Math.min(1, share));
          ctx.fillRect(x(i), 0, Math.max(1, end - x(i)), height * dpr);
        }
      });
    },
  };
}
