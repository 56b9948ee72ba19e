/** One key: the sentence why, its course, the parts of the latest judgement, and what if. */
import * as api from './api.js';
import { h, setText, throttled } from './dom.js';
import { count, counted, time } from './format.js';
import { itemsBody } from './items.js';
import { sensorsBody } from './sensors.js';
import { textsBody } from './texts.js';
import { Question, sequencePanel } from './what-if.js';

const EVENTS = 300;
const BODIES = { anomaly: sensorsBody, classification: textsBody, ranking: itemsBody };

/** The parts of a key's view, and what they share. */
export function keyPanel(app, demo) {
  const name = h('strong');
  const tag = h('span', { class: 'tag', hidden: true });
  const meta = h('span', { class: 'meta' });
  const why = h('p', { class: 'why' });
  const paused = h('p', { class: 'paused', hidden: true });
  const pausedText = h('span');
  const note = h('p', { class: 'empty', hidden: true });

  let key = null;
  let events = [];
  let facts = null;
  let explanation = null;
  let ends = false;
  let heard = false;

  const question = new Question({
    key: () => key,
    events: () => events,
    changed: draw,
    failed: app.failed,
  });
  const body = BODIES[app.pipeline.task](app, question);
  const sequence = sequencePanel(app, () => key);
  paused.append(pausedText, ' ', h('button', { onclick: goOn }, 'Go on live'));
  const element = h(
    'section',
    { class: 'card key', 'aria-label': 'One key' },
    h('a', { class: 'back', href: '#/' }, '‹ All keys'),
    h('div', { class: 'title' }, h('h2', {}, name), tag, meta),
    why,
    paused,
    note,
    body.element,
    sequence.element,
  );
  element.hidden = true;

  /** Loads the events that the page does not have yet with their usual range and gates. */
  async function load() {
    const asked = key;
    const known = explained();
    try {
      const answer = await api.series(asked, EVENTS, known);
      if (asked === key && !ends) {
        const loaded = new Map(answer.events.map(event => [event.step, { ...event, isLoaded: true }]));
        const last = answer.events.at(-1)?.step ?? known;
        const kept = events.filter(event => (event.step <= known && known <= last) || event.step > last);
        events = [...kept, ...loaded.values()].sort((one, other) => one.step - other.step).slice(-EVENTS);
        setText(note, 'No event of this key is in memory: none has come since the start, or newer ones took its place.');
        note.hidden = events.length > 0;
        body.element.hidden = events.length === 0;
        question.settle();
        draw();
      }
    } catch (failure) {
      missing(failure, asked);
    }
  }

  /** Returns the step up to which the events have their usual range and gates as far as there are any; 0 if none has. */
  function explained() {
    return events.reduce((step, event) => (event.isLoaded ? Math.max(step, event.step) : step), 0);
  }

  async function loadFacts() {
    const asked = key;
    try {
      const [state, reasons] = await Promise.all([api.key(asked), api.explain(asked).catch(failure => (failure.status === 503 ? explanation : null))]);
      if (asked === key && !ends) {
        facts = state;
        explanation = reasons;
        draw();
      }
    } catch (failure) {
      missing(failure, asked);
    }
  }

  function missing(failure, asked) {
    if (asked !== key || ends) {
      return;
    }
    if (failure instanceof api.ApiError && [404, 410].includes(failure.status)) {
      setText(note, failure.message);
      note.hidden = false;
      body.element.hidden = true;
      why.hidden = true;
    } else if (failure instanceof api.ApiError && failure.status === 503) {
      refreshSeries();
    } else {
      app.failed(failure);
    }
  }

  const refreshFacts = throttled(1500, () => !question.isOpen() && !document.hidden && key !== null && loadFacts());
  const refreshSeries = throttled(4000, () => !question.isOpen() && !document.hidden && key !== null && load());
  const drawSoon = throttled(200, () => draw());

  function goOn() {
    question.close();
    if (location.hash.includes('/step/')) {
      history.replaceState(null, '', `#/key/${encodeURIComponent(key)}`);
    }
    load();
    loadFacts();
  }

  function draw() {
    if (key === null) {
      return;
    }
    element.hidden = false;
    setText(name, key);
    const latest = events.at(-1) ?? null;
    showTag(latest);
    setText(
      meta,
      [
        latest === null && facts === null ? null : `step ${count(latest?.step ?? facts.step)}`,
        latest === null ? null : `last event ${time(latest.timestamp)} UTC`,
        facts === null ? null : `state ${count(facts.state.bytes)} B on ${facts.instance}, partition ${facts.partition}`,
      ]
        .filter(part => part !== null)
        .join(' · '),
    );
    const reasons = question.isOpen() ? question.really() : explanation;
    why.hidden = !reasons?.explain;
    setText(why, reasons?.explain ? reasons.explain.text : '');
    why.classList.toggle('alarm', reasons?.anomaly?.alert ?? false);
    paused.hidden = !question.isOpen();
    if (question.isOpen()) {
      setText(pausedText, `The view rests at step ${count(question.step())}. The pipeline goes on.`);
    }
    if (events.length > 0) {
      body.show(events, explanation, demo?.truth(key) ?? []);
    }
  }

  function showTag(latest) {
    const since = latest?.anomaly?.incident?.step;
    tag.hidden = !(latest?.anomaly?.alert && since);
    if (!tag.hidden) {
      setText(tag, `incident open, ${counted(latest.step - since + 1, 'event')}`);
    }
  }

  demo?.onTruth(drawSoon);

  /** A key of another instance sends no events here, and a key may be deleted: ask now and then. */
  const watch = setInterval(() => {
    if (!heard) {
      refreshSeries();
      refreshFacts();
    }
    heard = false;
  }, 4000);

  return {
    element,
    show(next, step) {
      if (next !== key) {
        key = next;
        events = [];
        facts = null;
        explanation = null;
        question.close();
        sequence.clear();
        note.hidden = true;
        why.hidden = true;
        body.element.hidden = true;
        setText(name, key);
        tag.hidden = true;
        setText(meta, '');
      }
      element.hidden = false;
      const loaded = load();
      loadFacts();
      if (step !== null) {
        loaded.then(() => {
          if (next === key && events.length > 0 && !question.pick(step)) {
            note.hidden = false;
            setText(note, `The event of step ${count(step)} is not among the last ${counted(events.length, 'event')} that are shown.`);
          }
        });
      }
    },
    /** Adds an event that has just been judged. */
    event(event) {
      heard = true;
      if (event.key !== key || question.isOpen()) {
        return;
      }
      const before = events.at(-1);
      if (before !== undefined && event.step <= before.step) {
        events = []; // the key has started again, or a failure has undone events: all are loaded anew
      }
      events.push(event);
      if (events.length > EVENTS) {
        events.shift();
      }
      body.element.hidden = false;
      note.hidden = true;
      drawSoon();
      refreshFacts();
      refreshSeries();
    },
    reload: refreshSeries,
    close() {
      ends = true;
      clearInterval(watch);
      question.close();
      body.close();
    },
  };
}
