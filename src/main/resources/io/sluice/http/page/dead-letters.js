/** The latest dead letters with their reason and origin. */
import * as api from './api.js';
import { fill, h, list, setText } from './dom.js';
import { count, time } from './format.js';
import { poll } from './poll.js';

const LISTED = 100;
const MILLIS = 3000;

export function deadLettersView(app) {
  let known = [];
  let reason = null;
  const number = h('span');
  const reasons = h('div', { class: 'seg', role: 'group', 'aria-label': 'Reason' });
  const rows = h('tbody');
  const nothing = h('p', { class: 'empty', hidden: true }, 'No record has become a dead letter since the start.');
  const table = h(
    'div',
    { class: 'card scroll', tabindex: '0', role: 'region', 'aria-label': 'Dead letters' },
    h(
      'table',
      { class: 'letters' },
      h('thead', {}, h('tr', {}, ['time (UTC)', 'reason', 'what was found', 'key', 'origin', 'value'].map(head => h('th', { scope: 'col' }, head)))),
      rows,
    ),
  );

  const loop = poll(
    MILLIS,
    () => api.deadLetters(LISTED),
    answer => {
      known = answer.dead_letters;
      show();
    },
    app.failed,
  );

  function show() {
    const shown = known.filter(letter => reason === null || letter.reason === reason);
    nothing.hidden = known.length > 0;
    table.hidden = known.length === 0;
    list(rows, shown, place, () => h('tr', {}, Array.from({ length: 6 }, () => h('td'))), update);
  }

  const place = ({ source }) => `${source.topic}-${source.partition}@${source.offset}`;

  function update(row, letter) {
    const value = letter.value === undefined ? 'not shown here' : (letter.value ?? 'no value');
    [time(letter.time), letter.reason, letter.detail, letter.key ?? 'no key', place(letter)].forEach((text, i) =>
      setText(row.children[i], text),
    );
    if (row.shown !== value) {
      row.shown = value;
      fill(row.children[5], h('code', {}, value));
    }
  }

  function showReasons(counts) {
    const all = Object.entries(counts).sort((one, other) => other[1] - one[1]);
    setText(number, count(all.reduce((sum, [, letters]) => sum + letters, 0)));
    list(
      reasons,
      [[null, null], ...all].slice(0, all.length === 0 ? 0 : undefined),
      ([name]) => name ?? 'all',
      ([name]) =>
        h('button', {
          onclick: () => {
            reason = name;
            showReasons(app.status.dead_letters);
            show();
          },
        }),
      (button, [name, letters]) => {
        setText(button, name === null ? 'all' : `${name} ${count(letters)}`);
        button.setAttribute('aria-pressed', String(reason === name));
      },
    );
  }

  return {
    element: h('div', { class: 'page' }, h('h1', {}, 'Dead letters', number), reasons, table, nothing),
    go: loop.now,
    status: status => showReasons(status.dead_letters),
    close: loop.end,
  };
}
