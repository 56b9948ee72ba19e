/** The topology of the pipeline with the rates on its arrows, its partitions and its model. */
import { fill, h, list, setText } from './dom.js';
import { count, counted, duration, percent, rate, significant } from './format.js';

export function pipelineView(app) {
  const { pipeline } = app;
  const { topology } = pipeline;

  function node(title, kind, ...lines) {
    const small = lines.map(line => h('small', {}, line));
    return { element: h('div', { class: `node ${kind}` }, h('b', {}, title), small), small };
  }
  function arrow() {
    const text = h('span');
    return { element: h('div', { class: 'arrow' }, text, h('i', { 'aria-hidden': 'true' })), text };
  }

  const inputs = topology.inputs.map(topic => ({ topic, node: node(topic, 'topic', ''), arrow: arrow() }));
  const repartition = topology.repartition === null ? null : node(topology.repartition, 'topic', 'one partition for each key');
  const scoring = node('scoring', 'work', '', '', '');
  const outputs = [
    { of: status => status.rates.predictions, node: node(topology.predictions, 'topic', 'predictions'), arrow: arrow() },
    topology.alerts === null ? null : { of: status => status.alerts, node: node(topology.alerts, 'topic', ''), arrow: arrow(), alerts: true },
    { of: status => status.rates.dead_letters, node: node(topology.dead_letters, 'topic', ''), arrow: arrow(), letters: true },
  ].filter(output => output !== null);
  const flow = h(
    'div',
    { class: 'flow', role: 'group', 'aria-label': 'Topology' },
    h('div', { class: 'column' }, inputs.map(input => h('div', { class: 'edge' }, input.node.element, input.arrow.element))),
    repartition === null ? null : h('div', { class: 'column' }, h('div', { class: 'edge' }, repartition.element, arrow().element)),
    h('div', { class: 'column' }, scoring.element),
    h('div', { class: 'column' }, outputs.map(output => h('div', { class: 'edge' }, output.arrow.element, output.node.element))),
  );
  const rows = h('tbody');
  const facts = h('dl', { class: 'facts' });
  const modelFacts = h('dl', { class: 'facts' });

  const pairs = (target, entries) =>
    fill(target, entries.filter(([, value]) => value !== null && value !== undefined && value !== '').map(([name, value]) => [h('dt', {}, name), h('dd', {}, String(value))]));

  function show(status) {
    const reading = status.partitions;
    inputs.forEach(({ topic, node: box, arrow: edge }, i) => {
      const mine = reading.filter(each => each.topic === topic);
      const lag = mine.reduce((sum, each) => sum + each.lag, 0);
      setText(box.small[0], mine.length === 0 ? 'no partition at this instance' : `${counted(mine.length, 'partition')}, lag ${count(lag)}`);
      setText(edge.text, i === 0 || inputs.length === 1 ? `${rate(status.rates.events)}/s` : '');
    });
    setText(scoring.small[0], `${rate(status.rows_per_call)} rows a call`);
    setText(scoring.small[1], status.alone_share === null ? '' : `${percent(status.alone_share)} of events alone`);
    setText(scoring.small[2], status.keys === null ? '' : `${counted(status.keys, 'key')} in the ${pipeline.state_store} store`);
    outputs.forEach(output => {
      setText(output.arrow.text, output.of(status) === undefined ? '' : `${rate(output.of(status))}/s`);
      if (output.alerts) {
        setText(output.node.small[0], `${counted(status.incidents_open, 'incident')} open`);
      } else if (output.letters) {
        const all = Object.values(status.dead_letters).reduce((sum, each) => sum + each, 0);
        setText(output.node.small[0], counted(all, 'dead letter'));
      }
    });
    list(
      rows,
      reading,
      each => `${each.topic}-${each.partition}`,
      () => h('tr', {}, h('td'), h('td'), h('td')),
      (row, each) => [each.topic, String(each.partition), count(each.lag)].forEach((text, i) => setText(row.children[i], text)),
    );
    pairs(facts, [
      ['application id', pipeline.application_id],
      ['this instance', pipeline.instance],
      ['other instances', (pipeline.instances ?? []).filter(each => each !== pipeline.instance).join(', ') || 'none known'],
      ['state', status.state],
      ['up', duration(status.uptime_s * 1000)],
      ['threads', pipeline.threads],
      ['state store', pipeline.state_store],
      ['guarantee', pipeline.processing_guarantee?.replaceAll('_', ' ')],
      ['commits', pipeline.commit_interval_ms && `each ${count(pipeline.commit_interval_ms)} ms`],
      ['format of events', pipeline.format],
      ['latency p50', status.latency_ms.p50 === null ? null : `${count(status.latency_ms.p50)} ms`],
      ['latency p99', status.latency_ms.p99 === null ? null : `${count(status.latency_ms.p99)} ms`],
      ['version of Sluice', pipeline.version],
    ]);
  }

  const { model } = pipeline;
  pairs(modelFacts, [
    ['name', model.name],
    ['version', model.version],
    ['task', pipeline.task],
    ['channels', pipeline.channels.join(', ')],
    ['labels', pipeline.labels.join(', ')],
    ['an incident opens at', pipeline.threshold === null ? null : `score ${significant(pipeline.threshold)}`],
    ['engine', model.engine],
    ['device', model.device],
    ['fingerprint', model.fingerprint],
    ['trained on', (model.trained_on ?? []).map(data => (data.licence ? `${data.set} (${data.licence})` : data.set)).join(', ')],
  ]);

  return {
    element: h(
      'div',
      { class: 'page' },
      h('h1', {}, 'Pipeline', h('span', {}, 'records a second')),
      h('section', { class: 'card', 'aria-label': 'Topology' }, flow),
      h(
        'div',
        { class: 'three' },
        h('section', { class: 'card' }, h('h2', {}, 'Model'), modelFacts),
        h('section', { class: 'card' }, h('h2', {}, 'Instance'), facts),
        h(
          'section',
          { class: 'card' },
          h('h2', {}, 'Partitions', h('span', {}, 'of this instance')),
          h('table', {}, h('thead', {}, h('tr', {}, ['topic', 'partition', 'lag'].map(head => h('th', { scope: 'col' }, head)))), rows),
        ),
      ),
    ),
    status: show,
    close() {},
  };
}
