/** The live page of a pipeline: one connection for what happens, one view at a time. */
import * as api from './api.js';
import { fill, h, setText } from './dom.js';
import { deadLettersView } from './dead-letters.js';
import { incidentsView } from './incidents.js';
import { liveView } from './live.js';
import { loginView } from './login.js';
import { pipelineView } from './pipeline.js';

const MINUTE = 60;
const HIDDEN_MILLIS = 10_000;
const SAID_MILLIS = 8_000;

const main = document.getElementById('main');
const banner = document.getElementById('banner');
const state = document.getElementById('state');

/** What all views use. `minute` has the status of each of the last seconds, the oldest first. */
const app = {
  pipeline: null,
  status: null,
  minute: [],
  /** Follows the events of this key, or a sample of all keys. */
  followKey(key) {
    if (key !== followed || end === null) {
      followed = key;
      connect();
    }
  },
  open(hash) {
    location.hash = hash;
  },
  /** Shows a failure of a call, unless the lost connection says it already. */
  failed(failure) {
    if (failure instanceof api.ApiError && failure.status === 401) {
      askForToken();
    } else if (!(failure instanceof api.Unreachable) && failure.status !== 503) {
      console.error(failure);
      say(failure.message);
      clearTimeout(unsaid);
      unsaid = setTimeout(() => lostSince === null && say(''), SAID_MILLIS);
    }
  },
};

const VIEWS = {
  '': { title: 'Live', make: liveView },
  incidents: { title: 'Incidents', make: incidentsView, tasks: ['anomaly'] },
  'dead-letters': { title: 'Dead letters', make: deadLettersView },
  pipeline: { title: 'Pipeline', make: pipelineView },
};

let view = null;
let viewName = null;
let followed = null;
let end = null;
let lostSince = null;
let unsaid = null;
let starting = null;
let resting = null;

function say(text) {
  banner.hidden = text === '';
  setText(banner, text);
}

/** Splits the address after # into the name of a view and its rest, such as ['key', 'pump-03', 'step', '86']. */
function route() {
  const parts = location.hash.replace(/^#\/?/, '').split('/').map(decode);
  return parts[0] === 'key' ? { name: '', key: parts[1] ?? null, step: Number(parts[3]) || null } : { name: parts[0] };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function navigate() {
  const to = route();
  const known = Object.hasOwn(VIEWS, to.name) ? to.name : '';
  if (viewName !== known) {
    view?.close();
    viewName = known;
    view = VIEWS[known].make(app);
    fill(main, view.element);
    if (app.status !== null) {
      view.status?.(app.status, app.minute);
    }
  }
  view.go?.(to);
  document.title = `${to.key ?? VIEWS[known].title} – Sluice`;
  for (const link of document.querySelectorAll('#views a')) {
    if (link.dataset.view === known) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
}

function showPipeline(pipeline) {
  const model = document.getElementById('model');
  fill(model, h('b', {}, pipeline.model.name), ` ${pipeline.model.version} · ${pipeline.model.engine}, ${pipeline.model.device}`);
  const application = document.getElementById('application');
  setText(application, `${pipeline.application_id} · ${pipeline.instance}`);
  const views = document.getElementById('views');
  const shown = Object.entries(VIEWS).filter(([, { tasks }]) => tasks === undefined || tasks.includes(pipeline.task));
  fill(views, shown.map(([name, { title }]) => h('a', { href: `#/${name}`, 'data-view': name }, title)));
  model.hidden = application.hidden = views.hidden = false;
}

const STATES = {
  RUNNING: ['running', 'good'],
  REBALANCING: ['restoring or rebalancing', 'warn'],
  STARTING: ['starting', 'warn'],
  CREATED: ['starting', 'warn'],
};

function showState(name) {
  const [words, tone] = STATES[name] ?? [name.toLowerCase().replaceAll('_', ' '), 'bad'];
  state.dataset.tone = tone;
  setText(state.querySelector('b'), words);
}

function addStatus(status) {
  app.status = status;
  app.minute.push({
    time: new Date().toISOString(),
    events: status.rates.events,
    predictions: status.rates.predictions,
    dead_letters: status.rates.dead_letters,
    alerts: status.alerts,
    p99: status.latency_ms.p99,
    lag: status.lag,
    rows_per_call: status.rows_per_call,
    incidents_open: status.incidents_open,
  });
  if (app.minute.length > MINUTE) {
    app.minute.shift();
  }
  showState(status.state);
  view?.status?.(status, app.minute);
}

function connect() {
  end?.();
  end = api.follow(followed, {
    open() {
      if (lostSince !== null) {
        lostSince = null;
        say('');
        start(); // another process may answer now, with another model
      }
    },
    lost() {
      if (lostSince === null) {
        lostSince = Date.now();
        state.dataset.tone = 'bad';
        setText(state.querySelector('b'), 'no answer');
        say('The pipeline does not answer. The page tries again each second.');
      }
      api.status().then(
        () => say('The pipeline answers, but not with its events: too many pages follow it. The page tries again each second.'),
        failure => failure.status === 401 && askForToken(),
      );
    },
    status: addStatus,
    prediction: event => view?.event?.(event),
    alert: event => view?.event?.(event, true),
    dropped: () => view?.reload?.(),
  });
}

function askForToken() {
  end?.();
  end = null;
  view?.close();
  view = null;
  viewName = 'login';
  say('');
  fill(main, loginView(start));
  setText(state.querySelector('b'), 'locked');
  main.querySelector('input')?.focus();
}

/** Asks what the page needs before its first view. Until the pipeline answers, it tries again each second. */
async function start() {
  clearTimeout(starting);
  try {
    const [pipeline, status] = await Promise.all([api.pipeline(), api.status()]);
    const changed = app.pipeline !== null && app.pipeline.started !== pipeline.started;
    app.pipeline = pipeline;
    app.status = status;
    app.minute = status.minute;
    showPipeline(pipeline);
    showState(status.state);
    say('');
    if (changed || viewName === 'login') {
      view?.close();
      view = null;
      viewName = null;
    }
    navigate();
    view.status?.(status, app.minute);
    if (end === null) {
      connect();
    }
    restIfHidden();
  } catch (failure) {
    if (failure instanceof api.ApiError && failure.status === 401) {
      askForToken();
      return;
    }
    say(failure instanceof api.ApiError ? failure.message : 'The pipeline does not answer. The page tries again each second.');
    starting = setTimeout(start, 1000);
  }
}

/** A browser has few connections to one host, so a page that nobody sees gives its own back. */
function rest() {
  end?.();
  end = null;
}

function wake() {
  clearTimeout(resting);
  if (end === null && viewName !== null && viewName !== 'login') {
    start();
  }
}

function restIfHidden() {
  clearTimeout(resting);
  if (document.hidden) {
    resting = setTimeout(rest, HIDDEN_MILLIS);
  }
}

addEventListener('pagehide', rest);
addEventListener('pageshow', event => event.persisted && wake());
document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    restIfHidden();
  } else {
    wake();
  }
});
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', () => app.pipeline !== null && viewName !== 'login' && navigate());
start();
