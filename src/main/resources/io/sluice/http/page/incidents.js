/** Incidents as stories, the newest first. */
import * as api from './api.js';
import { h, list, setText, throttled } from './dom.js';
import { count, counted, duration, score, time } from './format.js';
import { poll } from './poll.js';

const LISTED = 60;
/** As many as the pipeline keeps: an open incident may be older than many closed ones. */
const ALL = 1000;
const MILLIS = 3000;

const CAUSES = {
  quiet: 'the last events scored low again',
  restarted: 'the key started again',
  deleted: 'a record without a value deleted the key',
  expired: 'the time to live of the key was over',
};

export function incidentsView(app) {
  const rows = h('ul', { class: 'stories' });
  const nothing = h('p', { class: 'empty' }, 'No incident has opened since the start.');
  const number = h('span');
  const open = h('input', { type: 'checkbox', id: 'only-open' });
  const search = h('input', { type: 'search', placeholder: 'Find a key', 'aria-label': 'Find a key' });
  let known = [];

  const loop = poll(
    MILLIS,
    () => api.incidents(open.checked ? ALL : LISTED),
    answer => {
      known = answer.incidents;
      show();
    },
    app.failed,
  );

  function show() {
    const shown = known.filter(
      incident => (!open.checked || incident.open) && incident.key.toLowerCase().includes(search.value.trim().toLowerCase()),
    );
    setText(number, `${count(known.filter(each => each.open).length)} open of ${counted(known.length, 'recent one')}`);
    setText(nothing, known.length === 0 ? 'No incident has opened since the start.' : 'No incident fits.');
    nothing.hidden = shown.length > 0;
    list(rows, shown, incident => `${incident.key} ${incident.since}`, create, update);
  }

  function create(incident) {
    const parts = { tag: h('span', { class: 'tag' }), story: h('p'), reason: h('p', { class: 'reason' }) };
    const href = `#/key/${encodeURIComponent(incident.key)}/step/${incident.step}`;
    const row = h(
      'li',
      { class: 'card' },
      h('div', { class: 'title' }, h('a', { href }, h('strong', {}, incident.key)), parts.tag),
      parts.reason,
      parts.story,
      h('a', { href, 'aria-label': `Show how the incident of ${incident.key} opened` }, 'Show how it opened'),
    );
    row.parts = parts;
    return row;
  }

  function update(row, incident) {
    const { tag, story, reason } = row.parts;
    setText(tag, incident.open ? 'open' : 'closed');
    tag.classList.toggle('calm', !incident.open);
    setText(reason, incident.explain?.text ?? 'It opened before this instance started, so the reason is not in memory.');
    const opened = `Opened at ${time(incident.since)} UTC, step ${count(incident.step)}. Largest score ${score(incident.peak)}. `;
    const after =
      incident.closed === undefined
        ? 'It is open.'
        : `Closed after ${duration(Date.parse(incident.closed) - Date.parse(incident.since))}${
            incident.closed_step === undefined ? '' : ` and ${counted(incident.closed_step - incident.step, 'event')}`
          }: ${CAUSES[incident.cause] ?? incident.cause}.`;
    setText(story, opened + after);
  }

  const loadSoon = throttled(1000, loop.now);
  open.addEventListener('change', loop.now);
  search.addEventListener('input', show);
  return {
    element: h(
      'div',
      { class: 'page' },
      h('h1', {}, 'Incidents', number),
      h('div', { class: 'row filters' }, search, h('span', {}, open, ' ', h('label', { for: 'only-open' }, 'only open ones'))),
      rows,
      nothing,
    ),
    go: loop.now,
    event: (unused, alert) => alert && loadSoon(),
    close: loop.end,
  };
}
