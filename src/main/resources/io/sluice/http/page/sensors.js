/** Readings of a key: value, forecast, usual range, score, gates, and the share of each part in the score. */
import { level, lineChart, overlines, ring, risingTimes, shade, strip } from './charts.js';
import { bar, fill, h, list, setText } from './dom.js';
import { count, percent, score, seconds, significant, time } from './format.js';
import { figure, replaced, replacedShare } from './what-if.js';

/** The parts of a deviation, for people. */
const PARTS = {
  value: 'value',
  level: 'level of the last events',
  activity: 'size of the changes',
  rarity: 'rare value',
  shape: 'shape of the course',
  forecast: 'against the forecast',
};

export function sensorsBody(app, question) {
  const { channels, threshold } = app.pipeline;
  let channel = channels[0];
  let byHand = false;
  let events = [];
  let truth = [];
  let explanation = null;
  let times = [];
  let replacedShares = [];

  const main = lineChart({
    height: 230,
    times: false,
    lines: [
      { colour: null },
      { colour: null },
      { colour: 'accent', dash: [5, 4], width: 1.2 },
      { colour: 'ink', width: 1.6, dots: false },
      { colour: 'other', dash: [2, 3], width: 1.6 },
    ],
    band: [1, 2],
    under: (plot, colour) => {
      incidents().forEach(([from, to]) => shade(plot, from, to, colour.alarmArea));
    },
    over: (plot, colour) => {
      overlines(plot, truth.map(fault => [...span(fault), `${fault.title} (simulated)`]), colour.truth);
      mark(plot, colour);
      placeHandle(plot);
    },
    cursor: read,
  });
  const lower = lineChart({
    height: 96,
    times: true,
    range: [0, 1.02],
    lines: [
      { colour: 'accent', width: 1.4, fill: true },
      { colour: 'soft', width: 1, dash: [2, 2] },
      { colour: 'other', width: 1.6, dash: [4, 3] },
    ],
    under: (plot, colour) => {
      incidents().forEach(([from, to]) => shade(plot, from, to, colour.alarmArea));
    },
    over: (plot, colour) => {
      if (threshold !== null) {
        level(plot, threshold, colour.alarm);
      }
      gates.show(plot, times, replacedShares);
    },
    cursor: read,
  });
  const gates = strip('The share of the memory that each event replaced');
  const gatesTitle = h('p', { class: 'meta axis' }, 'share of the memory that each event replaced');
  const readout = h('p', { class: 'meta readout' });
  const choice = h('div', { class: 'seg', role: 'group', 'aria-label': 'Channel', hidden: channels.length < 2 });
  const buttons = channels.map(name => h('button', { onclick: () => choose(name) }, name));
  choice.append(...buttons);
  const mainTitle = h('p', { class: 'meta axis' });
  const handle = h('span', {
    class: 'handle',
    tabindex: '0',
    role: 'slider',
    'aria-orientation': 'vertical',
    title: 'Drag to another value: what would the model have said?',
  });

  const shares = h('div', { class: 'bars' });
  const sharesTitle = h('span');
  const slider = h('input', { type: 'range', id: 'what-if-value' });
  const number = h('input', { type: 'number', step: 'any', 'aria-label': 'Value' });
  const sliderTitle = h('label', { for: 'what-if-value' });
  const place = h('input', { type: 'range', id: 'what-if-event', step: 1 });
  const placeText = h('output', { for: 'what-if-event' });
  const figures = [figure('score'), figure('incident'), figure('memory replaced')];
  const sentence = h('p', { class: 'meta', role: 'status' });
  const rows = h('tbody');

  const group = h('div', { role: 'group' }, main.box);

  const element = h(
    'div',
    {},
    choice,
    mainTitle,
    group,
    h('p', { class: 'meta axis' }, `score shaded, quick score dotted${threshold === null ? '' : `; an incident opens at ${significant(threshold)}`}`),
    lower.box,
    gates.canvas,
    gatesTitle,
    readout,
    h(
      'div',
      { class: 'two' },
      h('div', {}, h('h3', {}, 'Share in the score', sharesTitle), shares),
      h(
        'div',
        {},
        h('h3', {}, 'What if', h('span', {}, 'nothing is written')),
        h('div', { class: 'row' }, h('label', { for: 'what-if-event' }, 'event'), place, placeText),
        h('div', { class: 'row' }, sliderTitle, slider, number),
        h('div', { class: 'figures' }, figures.map(each => each.element)),
        sentence,
      ),
    ),
    h(
      'details',
      {},
      h('summary', {}, 'The latest events as a table'),
      h(
        'div',
        { class: 'scroll' },
        h(
          'table',
          {},
          h('thead', {}, h('tr', {}, ['time (UTC)', 'step', ...channels, 'score', 'incident'].map(head => h('th', { scope: 'col' }, head)))),
          rows,
        ),
      ),
    ),
  );

  function choose(name) {
    byHand = true;
    channel = name;
    draw();
  }

  /** The times of the incidents: from the first alert to the last one. */
  function incidents() {
    const spans = [];
    events.forEach((event, i) => {
      if (event.anomaly.alert) {
        if (i === 0 || !events[i - 1].anomaly.alert) {
          spans.push([times[i], times[i]]);
        }
        spans.at(-1)[1] = times[i];
      }
    });
    return spans;
  }

  function span(fault) {
    return [seconds(fault.from), fault.to === null ? times.at(-1) : seconds(fault.to)];
  }

  /** The event that the ring marks: the picked one, else the latest one. */
  const marked = () => question.picked() ?? events.at(-1);

  /** The value at the ring: the asked one, else the real one. */
  const markedValue = () => (question.content() ?? marked()?.event)?.[channel] ?? null;

  /** The time at which the chart draws the marked event; null if it is not in the chart. */
  function markedTime() {
    const step = marked()?.step;
    return times[events.findIndex(event => event.step === step)] ?? null;
  }

  function mark(plot, colour) {
    const value = markedValue();
    if (value !== null && markedTime() !== null) {
      const changed = question.content() !== null;
      ring(plot, markedTime(), value, changed ? colour.other : marked().anomaly.alert ? colour.alarm : colour.accent, colour.panel);
    }
  }

  function placeHandle(plot) {
    if (handle.parentElement !== plot.over) {
      plot.over.append(handle);
    }
    const value = markedValue();
    handle.hidden = value === null || markedTime() === null;
    if (!handle.hidden) {
      handle.style.left = `${plot.valToPos(markedTime(), 'x')}px`;
      handle.style.top = `${plot.valToPos(value, 'y')}px`;
    }
  }

  function read(i) {
    const event = events[i ?? -1];
    if (event === undefined) {
      setText(readout, '');
      return;
    }
    const usual = event.usual?.[channel];
    const share = replacedShare(event.gates);
    setText(
      readout,
      [
        `${time(event.timestamp)} UTC`,
        `${channel} ${significant(event.event[channel])}`,
        `forecast ${significant(event.anomaly.expected?.[channel])}`,
        usual ? `usual ${significant(usual.from)} to ${significant(usual.to)}` : null,
        event.anomaly.judged ? `score ${score(event.anomaly.score)}` : 'not judged yet',
        share === null ? null : `replaced ${percent(share)}`,
      ]
        .filter(part => part !== null)
        .join(' · '),
    );
  }

  function draw() {
    if (events.length === 0) {
      return;
    }
    if (!byHand && channels.length > 1) {
      channel = loudest() ?? channel;
    }
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(channels[i] === channel)));
    times = risingTimes(events);
    const asked = new Map((question.answers() ?? []).map(each => [each.step, each.anomaly]));
    const of = each => events.map(event => each(event) ?? null);
    main.show([
      times,
      of(event => event.usual?.[channel]?.to),
      of(event => event.usual?.[channel]?.from),
      of(event => event.anomaly.expected?.[channel]),
      of(event => event.event[channel]),
      of(event => asked.get(event.step)?.expected?.[channel]),
    ]);
    replacedShares = of(event => replacedShare(event.gates));
    gates.canvas.hidden = gatesTitle.hidden = !replacedShares.some(share => share !== null);
    lower.show([
      times,
      of(event => event.anomaly.score),
      of(event => event.anomaly.quick),
      of(event => asked.get(event.step)?.score),
    ]);
    setText(mainTitle, `${channel}; forecast dashed; usual range shaded`);
    const last = events.at(-1);
    group.setAttribute(
      'aria-label',
      `${channel} of ${count(events.length)} events. Latest: ${significant(last.event[channel])}, forecast ${significant(last.anomaly.expected?.[channel])}, score ${score(last.anomaly.score)}.`,
    );
    drawShares();
    drawQuestion();
    drawRows();
  }

  /** The channel with the largest share in the latest score. */
  function loudest() {
    const parts = Object.entries(marked().anomaly.contributions ?? {});
    return parts.length === 0 ? null : parts.reduce((one, other) => (other[1] > one[1] ? other : one))[0];
  }

  function drawShares() {
    const reasons = (question.isOpen() ? question.really() : explanation)?.explain;
    if (!reasons?.channels) {
      setText(sharesTitle, 'not known yet');
      fill(shares);
      return;
    }
    setText(sharesTitle, question.isOpen() ? `step ${count(question.step())}` : 'latest event');
    const parts =
      channels.length > 1
        ? Object.entries(reasons.channels).map(([name, { contribution }]) => ({ name, key: name, share: contribution ?? 0 }))
        : partsOf(reasons.channels[channel]);
    parts.sort((one, other) => other.share - one.share);
    const alarm = (question.isOpen() ? question.really() : explanation)?.anomaly?.alert;
    list(
      shares,
      parts.slice(0, 8),
      part => part.key,
      bar,
      (row, part) => {
        setText(row.parts.name, part.name);
        setText(row.parts.value, percent(part.share));
        row.parts.fill.style.width = `${Math.max(0, Math.min(1, part.share)) * 100}%`;
        row.classList.toggle('alarm', Boolean(alarm) && part === parts[0]);
      },
    );
  }

  function partsOf(reasons) {
    const parts = Object.entries(reasons?.parts ?? {}).filter(([, size]) => size !== null);
    const sum = parts.reduce((all, [, size]) => all + Math.max(0, size), 0) || 1;
    return parts.map(([key, size]) => ({ key, name: PARTS[key] ?? key, share: Math.max(0, size) / sum }));
  }

  function drawQuestion() {
    const event = marked();
    const value = markedValue();
    place.min = events[0].step;
    place.max = events.at(-1).step;
    place.value = event.step;
    place.setAttribute('aria-valuetext', `step ${event.step}, ${time(event.timestamp)}`);
    setText(placeText, time(event.timestamp).slice(-8));
    setText(sliderTitle, channel);
    if (document.activeElement !== slider) {
      const values = events.map(each => each.event[channel]).filter(each => each !== null);
      const least = values.length === 0 ? 0 : Math.min(...values);
      const most = values.length === 0 ? 1 : Math.max(...values);
      const room = (most - least || Math.abs(most) || 1) * 0.5;
      slider.min = least - room;
      slider.max = most + room;
      slider.step = (most - least + 2 * room) / 500;
      slider.value = value ?? 0;
    }
    if (document.activeElement !== number) {
      number.value = value === null ? '' : Number(value.toPrecision(5));
    }
    handle.setAttribute('aria-label', `${channel} of step ${event.step}`);
    handle.setAttribute('aria-valuemin', slider.min);
    handle.setAttribute('aria-valuemax', slider.max);
    handle.setAttribute('aria-valuenow', value ?? 0);
    const asked = question.answers()?.[0] ?? null;
    const really = question.really() ?? explanation;
    figures[0].show(score(asked?.anomaly.score ?? event.anomaly.score), asked && score(event.anomaly.score));
    figures[1].show(incident(asked?.anomaly ?? event.anomaly), asked && incident(event.anomaly));
    figures[2].show(replaced(asked?.gates ?? event.gates ?? really?.gates), asked && replaced(event.gates ?? really?.gates));
    setText(
      sentence,
      asked === null
        ? 'Drag the ring in the chart, or move the slider: what would the model have said?'
        : (asked.explain?.text ?? ''),
    );
  }

  function drawRows() {
    list(
      rows,
      events.slice(-12).reverse(),
      event => String(event.step),
      () => h('tr', {}, ['', '', ...channels, '', ''].map(() => h('td'))),
      (row, event) =>
        [
          time(event.timestamp),
          count(event.step),
          ...channels.map(name => significant(event.event[name])),
          event.anomaly.judged ? score(event.anomaly.score) : 'not judged yet',
          event.anomaly.alert ? 'open' : '',
        ].forEach((text, i) => setText(row.children[i], text)),
    );
  }

  function change(value) {
    if (Number.isFinite(value)) {
      if (!question.isOpen()) {
        question.pick(events.at(-1).step);
      }
      question.change({ ...question.picked().event, ...question.content(), [channel]: value });
    }
  }

  place.addEventListener('input', () => question.pick(nearest(Number(place.value)).step));
  slider.addEventListener('input', () => change(Number(slider.value)));
  number.addEventListener('input', () => number.value !== '' && change(Number(number.value)));
  handle.addEventListener('keydown', event => {
    const way = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
    if (way !== undefined) {
      event.preventDefault();
      change((markedValue() ?? 0) + way * Number(slider.step) * 10);
    }
  });
  handle.addEventListener('pointerdown', event => {
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    if (!question.isOpen()) {
      question.pick(events.at(-1).step);
    }
  });
  handle.addEventListener('pointermove', event => {
    const plot = main.plot();
    if (handle.hasPointerCapture(event.pointerId) && plot !== null) {
      change(plot.posToVal(event.clientY - plot.over.getBoundingClientRect().top, 'y'));
    }
  });
  main.box.addEventListener('click', event => {
    const plot = main.plot();
    if (plot !== null && event.target !== handle && plot.over.contains(event.target)) {
      question.pick(events[plot.posToIdx(event.clientX - plot.over.getBoundingClientRect().left)].step);
    }
  });

  const nearest = step => events.reduce((one, other) => (Math.abs(other.step - step) < Math.abs(one.step - step) ? other : one));

  return {
    element,
    show(next, reasons, faults) {
      events = next;
      explanation = reasons;
      truth = faults;
      draw();
    },
    close() {
      main.close();
      lower.close();
    },
  };
}

const PHASES = { opened: 'opens', ongoing: 'goes on', closed: 'closes' };

/** What an event does to the incident of its key, in words. */
const incident = anomaly => PHASES[anomaly.incident?.phase] ?? 'none';
