/** The first view: figures of the pipeline, the keys, and one key. */
import * as api from './api.js';
import { demoPanel } from './demo.js';
import { h, list, setText, spark, throttled } from './dom.js';
import { count, counted, percent, rate, score } from './format.js';
import { keyPanel } from './key.js';
import { poll } from './poll.js';

const LISTED = 50;
const LIST_MILLIS = 2000;

/** The figures: title, value with its unit, the history, and whether a person is needed. */
const TILES = [
  {
    title: 'Events a second',
    value: status => [rate(status.rates.events), ''],
    history: second => second.events,
  },
  {
    title: 'Latency p99',
    value: status => [status.latency_ms.p99 === null ? '–' : count(status.latency_ms.p99), 'ms'],
    history: second => second.p99,
  },
  {
    title: 'Lag',
    value: status => [status.lag === null ? '–' : count(status.lag), status.lag === 1 ? 'record' : 'records'],
    history: second => second.lag,
  },
  {
    title: 'Rows a model call',
    value: status => [
      rate(status.rows_per_call),
      status.alone_share === null ? '' : `${percent(status.alone_share)} alone`,
    ],
    history: second => second.rows_per_call,
  },
  {
    title: 'Incidents open',
    value: status => [count(status.incidents_open), ''],
    history: second => second.incidents_open,
    bad: status => status.incidents_open > 0,
    tasks: ['anomaly'],
    link: '#/incidents',
  },
  {
    title: 'Dead letters',
    value: status => {
      const reasons = Object.entries(status.dead_letters).sort((one, other) => other[1] - one[1]);
      const all = reasons.reduce((sum, [, letters]) => sum + letters, 0);
      return [count(all), reasons.length === 0 ? '' : `${reasons[0][0]} ${count(reasons[0][1])}`];
    },
    history: second => second.dead_letters,
    link: '#/dead-letters',
  },
];

function tile({ title, value, history, bad, link }) {
  const number = h('b');
  const unit = h('small');
  const line = spark(160, 26, true);
  const element = h(
    link ? 'a' : 'div',
    { class: 'card tile', href: link ?? null },
    h('span', { class: 'k' }, title),
    h('span', { class: 'v' }, number, ' ', unit),
    line,
  );
  return {
    element,
    show(status, minute) {
      const [text, small] = value(status);
      setText(number, text);
      setText(unit, small);
      element.classList.toggle('bad', bad?.(status) ?? false);
      line.show(minute.map(history), 60, 0);
    },
  };
}

const SORTS = {
  anomaly: [
    ['score', 'Most anomalous'],
    ['activity', 'Active'],
    ['recent', 'Latest'],
  ],
  other: [
    ['recent', 'Latest'],
    ['activity', 'Active'],
  ],
};

/** The list of keys. `chosen` is called with each new list. */
function keyList(app, chosen) {
  const task = app.pipeline.task;
  const sorts = SORTS[task] ?? SORTS.other;
  let sort = sorts[0][0];
  let current = null;
  let known = [];
  const number = h('span');
  const rows = h('ul', { class: 'keys' });
  const nothing = h('p', { class: 'empty', hidden: true });
  const search = h('input', { type: 'search', placeholder: 'Find a key', 'aria-label': 'Find a key' });
  const buttons = sorts.map(([name, title]) =>
    h('button', { 'aria-pressed': String(name === sort), onclick: () => choose(name) }, title),
  );

  function choose(name) {
    sort = name;
    buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(sorts[i][0] === name)));
    loop.now();
  }

  const loop = poll(
    LIST_MILLIS,
    () => api.keys(sort, search.value.trim(), LISTED),
    answer => {
      known = answer.keys;
      show();
      chosen(known);
    },
    app.failed,
  );

  function create() {
    const name = h('span', { class: 'name' });
    const line = spark(70, 20, false);
    const value = h('em');
    const link = h('a', {}, name, line, value);
    const row = h('li', {}, link);
    row.parts = { name, line, value, link };
    return row;
  }

  function update(row, key) {
    const { name, line, value, link } = row.parts;
    link.setAttribute('href', `#/key/${encodeURIComponent(key.key)}`);
    setText(name, key.key);
    setText(value, words(key));
    row.classList.toggle('hot', key.incident);
    value.title = key.incident ? 'an incident is open' : '';
    if (key.key === current) {
      link.setAttribute('aria-current', 'true');
    } else {
      link.removeAttribute('aria-current');
    }
    line.show(key.course ?? [], 40);
  }

  function words(key) {
    return key.label ?? key.top ?? score(key.score);
  }

  function show() {
    list(rows, known, key => key.key, create, update);
    nothing.hidden = known.length > 0;
    setText(
      nothing,
      search.value.trim() === '' ? 'No event has come since the start.' : 'No key in memory has this text in its name.',
    );
  }

  search.addEventListener('input', throttled(250, loop.now));
  search.addEventListener('keydown', async event => {
    if (event.key === 'Enter') {
      const asked = search.value.trim();
      try {
        const [first] = (await api.keys(sort, asked, 1)).keys;
        if (first !== undefined && asked === search.value.trim()) {
          app.open(`#/key/${encodeURIComponent(first.key)}`);
        }
      } catch (failure) {
        app.failed(failure);
      }
    }
  });
  loop.now();
  return {
    element: h(
      'section',
      { class: `card keylist ${task}`, 'aria-label': 'Keys' },
      h('h2', {}, 'Keys', number),
      search,
      h('div', { class: 'seg', role: 'group', 'aria-label': 'Order' }, buttons),
      rows,
      nothing,
    ),
    status: status => setText(number, status.keys === null ? '' : counted(status.keys, 'key') + ' in the store'),
    mark(key) {
      current = key;
      show();
    },
    close: loop.end,
  };
}

export function liveView(app) {
  const tiles = TILES.filter(({ tasks }) => tasks === undefined || tasks.includes(app.pipeline.task)).map(tile);
  const demo = app.pipeline.demo ? demoPanel(app) : null;
  const panel = keyPanel(app, demo);
  const narrow = matchMedia('(max-width: 760px)');
  let key = null;
  let asked = false;

  /** Opens the first key where there is room for one beside the list. */
  const keys = keyList(app, known => {
    if (!asked && key === null && known.length > 0 && !narrow.matches) {
      select(known[0].key, null);
    }
  });

  function select(name, step) {
    key = name;
    element.classList.toggle('one', asked);
    keys.mark(name);
    demo?.aim(name);
    app.followKey(name);
    panel.show(name, step);
  }

  const element = h(
    'div',
    { class: 'live' },
    h('h1', { class: 'unseen' }, 'Live'),
    h('section', { class: `tiles n${tiles.length}`, 'aria-label': 'Figures of the pipeline' }, tiles.map(each => each.element)),
    demo?.element,
    keys.element,
    panel.element,
  );

  return {
    element,
    go(to) {
      asked = to.key !== null && to.key !== undefined;
      if (asked) {
        select(to.key, to.step);
        if (narrow.matches) {
          scrollTo(0, 0);
        }
      } else if (key !== null && narrow.matches) {
        element.classList.remove('one');
      } else if (key === null) {
        app.followKey(null);
      }
    },
    status(status, minute) {
      tiles.forEach(each => each.show(status, minute));
      keys.status(status);
    },
    event: event => panel.event(event),
    reload: () => panel.reload(),
    close() {
      keys.close();
      panel.close();
      demo?.close();
    },
  };
}
