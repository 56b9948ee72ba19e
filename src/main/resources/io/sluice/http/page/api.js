/** The calls of the API, see docs/api.md. */

/** An answer that is not the wanted one. */
export class ApiError extends Error {
  constructor(status, body) {
    super(body.error ?? `the answer has status ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** The pipeline does not answer. */
export class Unreachable extends Error {}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, credentials: 'same-origin' });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Unreachable('the pipeline does not answer');
  }
  const text = await response.text();
  let body = {};
  try {
    body = JSON.parse(text);
  } catch {
    body = { error: `the answer is no JSON (status ${response.status})` };
  }
  if (!response.ok) {
    throw new ApiError(response.status, body);
  }
  return body;
}

const keyPath = key => `api/keys/${encodeURIComponent(key).replace(/\./g, '%2E')}`;

export const status = () => call('api/status');
export const pipeline = () => call('api/pipeline');
export const keys = (sort, search, limit) =>
  call(`api/keys?sort=${sort}&limit=${limit}&course=40&search=${encodeURIComponent(search)}`);
export const key = name => call(keyPath(name));
/** Asks for the events after a step, with their usual range and gates. */
export const series = (name, limit, after) => call(`${keyPath(name)}/series?limit=${limit}&after=${after}&explain=true`);
export const explain = name => call(`${keyPath(name)}/explain`);
export const incidents = limit => call(`api/incidents?limit=${limit}`);
export const deadLetters = limit => call(`api/dead-letters?limit=${limit}`);
export const demo = () => call('api/demo');

const post = (path, body, options = {}) =>
  call(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...options,
  });

/**
 * Asks what the model would predict.
 * @param events the events, one after another; null, with `instead`, for the event as it came
 * @param instead the step of the event whose place they take; null for after the latest event
 * @param then the number of events to predict again that came after that event
 * @param named whether the events name their channels as the API does, not as records do
 */
export const whatIf = (name, events, { instead = null, then = 0, named = false, signal } = {}) =>
  post(
    `${keyPath(name)}/what-if?explain=true&named=${named}${instead === null ? '' : `&instead=${instead}&then=${then}`}`,
    events ?? '',
    { signal },
  );
export const login = token => post('login', { token });
export const killPipeline = () => post('api/demo/kill', {});
export const injectFault = (name, kind) => post('api/demo/faults', { key: name, kind });

/**
 * Follows what happens, and connects again when the connection breaks.
 * @param key the key whose events are wanted; null for a sample of all
 * @param handlers functions `status`, `prediction`, `alert`, `dropped`, `open`, `lost`
 * @return a function that ends it
 */
export function follow(key, handlers) {
  let source = null;
  let timer = null;
  let ended = false;
  const connect = () => {
    source = new EventSource(`api/events${key === null ? '' : `?key=${encodeURIComponent(key)}`}`);
    source.onopen = () => handlers.open();
    source.onerror = () => {
      handlers.lost();
      source.close();
      if (!ended) {
        clearTimeout(timer);
        timer = setTimeout(connect, 1000);
      }
    };
    for (const name of ['status', 'prediction', 'alert', 'dropped']) {
      source.addEventListener(name, event => handlers[name]?.(JSON.parse(event.data)));
    }
  };
  connect();
  return () => {
    ended = true;
    clearTimeout(timer);
    source.close();
  };
}
