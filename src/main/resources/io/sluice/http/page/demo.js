/** The demo: the truth of the simulation, faults on demand, and a button that kills the pipeline. */
import * as api from './api.js';
import { fill, h, setText } from './dom.js';
import { count } from './format.js';
import { poll } from './poll.js';

const MILLIS = 1500;

export function demoPanel(app) {
  let latest = null;
  let told = () => {};
  const counts = h('p', { class: 'counts' });
  const kind = h('select', { 'aria-label': 'Fault' });
  const inject = h('button', { class: 'primary' });
  const faults = h('span', { class: 'row', hidden: true }, kind, inject);
  const kill = h('button', { class: 'danger', hidden: true }, 'Kill the pipeline');
  const kills = h('p', { class: 'meta', hidden: true });
  let key = null;
  const said = h('p', { class: 'meta', role: 'status' });
  const element = h(
    'section',
    { class: 'card demo', 'aria-label': 'Demo', hidden: true },
    h('div', { class: 'row' }, h('h2', {}, 'Demo'), faults, kill),
    counts,
    kills,
    said,
  );

  const loop = poll(
    MILLIS,
    api.demo,
    answer => {
      latest = answer;
      show();
      told();
    },
    failure => failure.status === 404 && loop.end(),
  );

  function show() {
    element.hidden = false;
    const { sent, predicted, dead_letters: letters, lost, doubled, out_of_order: unordered } = latest;
    fill(
      counts,
      h('b', {}, count(sent)),
      ' events sent · ',
      h('b', {}, count(predicted)),
      ' predicted · ',
      h('b', {}, count(letters)),
      ' dead letters · ',
      h('b', { class: lost > 0 ? 'fault' : 'fine' }, `${count(lost)} lost`),
      ' · ',
      h('b', { class: doubled > 0 ? 'fault' : 'fine' }, `${count(doubled)} doubled`),
      unordered > 0 ? h('b', { class: 'fault' }, ` · ${count(unordered)} out of order`) : null,
    );
    showProcess(latest.pipeline);
    options(kind, latest.faults.map(fault => [fault.kind, fault.title]));
    faults.hidden = latest.faults.length === 0 || key === null;
  }

  /** Shows the process of the pipeline, if it has one of its own. */
  function showProcess(process) {
    kill.hidden = process === undefined;
    kills.hidden = process === undefined || process.kills === 0;
    if (process === undefined) {
      return;
    }
    kill.disabled = process.state !== 'RUNNING';
    kill.title = `SIGKILL to process ${process.pid}, which then starts again`;
    setText(
      kills,
      `Killed ${process.kills === 1 ? 'once' : `${count(process.kills)} times`}. The pipeline is ${process.state}. ` +
        `The longest time without a prediction since the last kill: ${(process.longest_pause_ms / 1000).toFixed(1)} s.`,
    );
  }

  kill.addEventListener('click', async () => {
    kill.disabled = true;
    try {
      await api.killPipeline();
      setText(said, 'The process of the pipeline was killed. It starts again.');
      loop.now();
    } catch (failure) {
      setText(said, failure.message);
    }
  });

  function options(select, entries) {
    if (select.children.length !== entries.length) {
      fill(select, entries.map(([value, text]) => h('option', { value }, text)));
    }
  }

  inject.addEventListener('click', async () => {
    try {
      await api.injectFault(key, kind.value);
      setText(said, `${kind.selectedOptions[0].textContent}: it begins with the next event of ${key}.`);
      loop.now();
    } catch (failure) {
      setText(said, failure.message);
    }
  });
  loop.now();
  return {
    element,
    /** Returns the simulated faults of a key. */
    truth: key => (latest?.truth ?? []).filter(fault => fault.key === key),
    /** Sets the key that gets the faults. */
    aim(next) {
      key = next;
      setText(inject, `Inject into ${key}`);
    },
    /** Sets what is called when new truth has come. */
    onTruth(call) {
      told = call;
    },
    close: loop.end,
  };
}
