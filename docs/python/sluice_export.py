"""Exports a PyTorch module as a model bundle for Sluice. One file; it needs only PyTorch, from 1.13 on.

    import sluice_export
    sluice_export.export(module.eval(), folder="models/pump", channels=["temperature", "pressure"])

The module maps a batch of rows x and states to outputs y and next states: forward(x[B, I], state[B, S]) ->
(y[B, O], next state[B, S]). Its method initial_state(rows) returns the state of new keys, [rows, S]; without this
method, give state=S, and new keys begin with zeros. docs/models.md describes the columns of x and the outputs y.
"""

import collections
import csv
import datetime
import hashlib
import json
import math
import numbers
import os
import pathlib
import re
import shutil
import tempfile
import unicodedata
import warnings

import torch

__all__ = ["ExportError", "export", "rows_of", "word_tokenizer"]

_LEAST_KEYS, _LEAST_ROWS, _MOST_KEYS = 3, 20, 8
_ABSOLUTE, _RELATIVE = 1e-5, 1e-4
_DEFAULT_TOKENS = 64
_BATCHES = (4, 7, 16, 61)
_MOST_CHECKED = 2000
_CIRCLED = ("\u24b6\u24e9", "\U0001f130\U0001f149", "\U0001f150\U0001f169", "\U0001f170\U0001f189")


class ExportError(Exception):
    """The module cannot become a bundle. The message says what is wrong, and what to do."""


def export(module, *, folder, channels=None, task="anomaly", tokenizer=None, vocabulary=None, labels=(), columns=None,
           outputs=None, tokens=None, state=None, rows=None, events=None, key="key", timestamp="timestamp",
           timestamp_unit="auto", name=None, version="1.0.0", scorer=None, scoring=None, trained_on=None,
           replace=False):
    """Checks a module, and writes the folder of its bundle. Returns the path of the folder.

    Give one of these, which say what the module reads from an event:
    channels    the names of the channels of readings; x is float32
    tokenizer   for a text: the path of a tokenizer.json, or its content as a dict; x is int64 token ids
    vocabulary  for an item: a list of the items, or the path of a vocabulary.txt; x is one int64 id

    task        "anomaly", "classification" or "ranking"
    labels      of a classification, in the order of the logits
    columns     the columns of x; by default each channel, then CHANNEL.missing for each, then gap.log_seconds
    outputs     the names of the elements of y, where they differ from those that the task needs
    tokens      T, the number of token ids in a row; by default that to which the tokenizer truncates, or 64
    state       S, if the module has no initial_state
    rows        rows x for the golden vectors: a list or tensor [N, I] of at least 60, or a dict of at least three keys
                with at least 20 rows each
    events      instead of rows: a list of dicts as the events will be in Kafka, in their order, or the path of a CSV or
                JSON-lines file of them. Without rows and events, random ones are used
    key         the field of these events that names their key
    timestamp   the field of these events that holds their time, as text of ISO 8601 or as a number
    timestamp_unit  the unit of a time that is a number: "seconds", "millis" or "micros". With "auto" it is
                milliseconds, and a number that is too small for them is an error
    name        the name of the model in predictions; by default that of the folder
    version     the version of the model in predictions
    scorer      of an anomaly: "tails" or "profile"; by default "tails"
    scoring     the constants of the scorer, as a dict of numbers
    trained_on  a sentence about the data, for the model card
    replace     replaces the bundle that is in the folder
    """
    _require_module(module)
    _require_arguments(task, labels, scorer)
    reads = _reads(channels, tokenizer, vocabulary, columns, tokens)
    folder = pathlib.Path(folder)
    _require_free(folder, replace)
    with torch.no_grad():
        size = _state_size(module, state)
        start = _start(module, size)
        given = _given_rows(reads, rows, events, key, _Times(timestamp, timestamp_unit))
        golden_rows = _golden_rows(given)
        width = _output_width(module, reads, start, state)
        names = _outputs(task, reads, list(labels), outputs, width)
        _require_task(task, reads, names)
        _require_scoring(task, scorer, names, scoring or {})
        if reads.largest:
            _require_largest_id(module, reads, start)
        compiled = _compile(module, reads, golden_rows, start)
        _require_any_number_of_rows(compiled, reads, start)
        checked = _require_finite(compiled, given, start, rows is None and events is None)
        golden = [_golden(module, compiled, each, x, start) for each, x in golden_rows.items()]
        _require_same(module, reads, golden, start, names)
        _require_independent_rows(compiled, reads, golden, start, names)
    _require_golden(task, reads, names, golden)
    manifest = {
        "format": 1, "name": name or folder.resolve().name, "version": version, "task": task,
        "weights": {"file": "model.pt", "sha256": ""},
        "sizes": {"input": reads.width, "state": size, "output": width},
        "input": reads.manifest, "output": [{"name": each} for each in names],
    }
    for field, value in (("scorer", scorer), ("scoring", scoring), ("trained_on", trained_on)):
        if value:
            manifest[field] = value
    _write(folder, compiled, manifest, golden, reads)
    what = "random rows (events= or rows= takes your own)"
    if rows is not None or events is not None:
        what = "given events" if events is not None else "given rows"
    count, kept = sum(len(each) for each in given.values()), sum(len(each) for each in golden_rows.values())
    print(f"{folder}: forward(x[B, {reads.width}], state[B, {size}]) -> (y[B, {width}], state'[B, {size}])")
    print(f"golden vectors: {kept} of {count} {what}; the module gives finite numbers for the first {checked}")
    print(f"next: ./sluice model check {folder}")
    return folder


def word_tokenizer(words):
    """Returns a tokenizer that splits at spaces and punctuation, ignores case, and knows the given words.

    Id 0 is padding, 1 an unknown word, and n + 2 the word words[n]. So the module needs len(words) + 2 embeddings.
    """
    vocabulary = {word: i for i, word in enumerate(["[PAD]", "[UNK]"] + [_lower(word) for word in words])}
    if len(vocabulary) != len(words) + 2:
        raise ExportError("words has a word twice, where upper and lower case are the same; remove one of them")
    special = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [dict(special, id=i, content=each) for i, each in enumerate(["[PAD]", "[UNK]"])],
        "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": None, "decoder": None,
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"},
    }


def rows_of(events, *, channels=None, tokenizer=None, vocabulary=None, columns=None, tokens=None, key="key",
            timestamp="timestamp", timestamp_unit="auto"):
    """Returns the rows x that Sluice makes of events, as a dict of tensors [N, I] by key: the input of a training.

    The parameters are those of export. The events of a key must be in the order of their times. An event that Sluice
    would not score, such as one with text in the place of a reading, is an error.
    """
    times = _Times(timestamp, timestamp_unit)
    return _encode(_reads(channels, tokenizer, vocabulary, columns, tokens), _read(events), key, times)


# The arguments.

_TASKS = ("anomaly", "classification", "ranking")
_SCORERS = ("tails", "profile")
_TAILS = ("open", "close", "quiet", "threshold", "surprise.weight", "tail.size", "tail.excess", "incident.hold",
          "habituation.quick", "habituation.slow", "settle.events", "settle.silence")
_PROFILE = ("silent.events", "false.alerts", "false.alerts.per.day", "events.per.day", "open", "close", "quiet",
            "reading.weight", "repeat.weight", "forecast.weight", "deviation.weight")


def _require_module(module):
    if not isinstance(module, torch.nn.Module):
        hint = ", after module.load_state_dict(...)" if isinstance(module, dict) else ""
        raise ExportError(f"module is a {type(module).__name__}; give the torch.nn.Module itself{hint}")


def _require_arguments(task, labels, scorer):
    if task not in _TASKS:
        raise ExportError(f"task is {task!r}; it must be {_one_of(_TASKS)}")
    if labels and task != "classification":
        raise ExportError(f"labels= belongs to task=\"classification\"; the task is {task}")
    if labels:
        _names("labels", labels)
    if scorer and task != "anomaly":
        raise ExportError(f"scorer= belongs to task=\"anomaly\"; the task is {task}")
    if scorer and scorer not in _SCORERS:
        raise ExportError(f"scorer is {scorer!r}; it must be {_one_of(_SCORERS)}")


def _one_of(names):
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _settings(task, scorer, names):
    if task == "classification":
        return ["sure"] + [f"prior.{name[len('logit.'):]}" for name in names if name.startswith("logit.")]
    if task == "ranking":
        return []
    if scorer != "profile":
        return list(_TAILS)
    kinds = {name.split(".")[1] for name in names if re.fullmatch(r"deviation\.[^.]+\..+", name)}
    return list(_PROFILE) + [f"deviation.{kind}.weight" for kind in sorted(kinds)]


def _require_scoring(task, scorer, names, scoring):
    known = _settings(task, scorer, names)
    for name, value in scoring.items():
        if name not in known:
            raise ExportError(f"scoring has no setting {name!r}; "
                              + (f"its settings are {', '.join(sorted(known))}" if known else "it has none"))
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise ExportError(f"scoring[{name!r}] is {value!r}; it must be a finite number")


# What the module reads.

_Reads = collections.namedtuple("_Reads", "kind channels columns width dtype largest file content manifest")


def _reads(channels, tokenizer, vocabulary, columns, tokens):
    given = [each for each in (channels, tokenizer, vocabulary) if each is not None]
    if len(given) != 1:
        raise ExportError(f"{len(given)} of channels=, tokenizer= and vocabulary= are given; give one of them: channels"
                          " for readings, tokenizer for texts, or vocabulary for items")
    if channels is not None:
        return _numeric(_names("channels", channels), columns)
    if columns is not None:
        raise ExportError("columns= needs channels=; a row of a text or an item holds ids")
    return _text(tokenizer, tokens) if tokenizer is not None else _items(vocabulary)


def _names(what, names):
    if isinstance(names, str) or not names:
        raise ExportError(f"{what} is {names!r}; give a list of names")
    names = list(names)
    if len(set(names)) != len(names):
        raise ExportError(f"{what} contains a name twice: {names}")
    return names


def _numeric(channels, columns):
    times = ["gap.log_seconds", "time.day.sin", "time.day.cos", "time.week.sin", "time.week.cos"]
    known = channels + [f"{channel}.missing" for channel in channels] + times
    columns = known[:2 * len(channels) + 1] if columns is None else list(columns)
    for column in columns:
        if column not in known:
            raise ExportError(f"columns names the unknown column {column!r}; known columns are {known}")
    manifest = {"kind": "numeric", "fields": [{"name": channel} for channel in channels], "columns": columns}
    return _Reads("numeric", channels, columns, len(columns), torch.float32, 0, None, None, manifest)


def _text(tokenizer, tokens):
    content = tokenizer if isinstance(tokenizer, dict) else _json(pathlib.Path(tokenizer))
    model = content.get("model") or {}
    words = model.get("vocab") or {}
    ids = list(words.values()) if isinstance(words, dict) else list(range(len(words)))
    ids += [added["id"] for added in content.get("added_tokens") or []]
    if not ids:
        raise ExportError("the tokenizer has no vocabulary at /model/vocab; give a tokenizer.json that Hugging Face's"
                          " tokenizers wrote, or word_tokenizer(words)")
    width = tokens or (content.get("truncation") or {}).get("max_length") or _DEFAULT_TOKENS
    manifest = {"kind": "text", "tokenizer": "tokenizer.json", "tokens": width}
    written = json.dumps(content, ensure_ascii=False)
    if not isinstance(tokenizer, dict):
        written = pathlib.Path(tokenizer).read_text(encoding="utf-8")
    return _Reads("text", [], [], width, torch.int64, max(ids), "tokenizer.json", written, manifest)


def _json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as e:
        raise ExportError(f"{path} is no tokenizer.json: {e}; give a file that Hugging Face's tokenizers wrote") from e


def _items(vocabulary):
    if isinstance(vocabulary, (str, pathlib.Path)):
        vocabulary = pathlib.Path(vocabulary).read_text(encoding="utf-8").rstrip("\n").split("\n")
    items = [str(item) for item in vocabulary]
    if not items or len(set(items)) != len(items) or any(not i.strip() or "\n" in i or "\r" in i for i in items):
        raise ExportError("vocabulary must be different items, none of them blank or with a line break")
    manifest = {"kind": "item", "vocabulary": "vocabulary.txt"}
    return _Reads("item", [], [], 1, torch.int64, len(items), "vocabulary.txt", "\n".join(items) + "\n", manifest)


# The contract of a step.

def _state_size(module, given):
    if not hasattr(module, "initial_state"):
        if given is None:
            raise ExportError("the module has no method initial_state(rows: int), which would say the size of its state;"
                              " add it, or give the size with state=N")
        return given
    start = module.initial_state(1)
    if not torch.is_tensor(start) or start.dim() != 2 or start.shape[0] != 1 or start.dtype != torch.float32:
        raise ExportError(f"the module's initial_state(1) returns {_shape(start)}; it must return one row of state,"
                          " [1, S] float32")
    if given is not None and given != start.shape[1]:
        raise ExportError(f"state is {given}, but the module's initial_state(1) has {start.shape[1]} numbers; leave"
                          " state out")
    return start.shape[1]


def _start(module, size):
    return module.initial_state(1).detach().clone() if hasattr(module, "initial_state") else torch.zeros(1, size)


def _shape(value):
    if not torch.is_tensor(value):
        return f"a {type(value).__name__}"
    return f"{tuple(value.shape)} {str(value.dtype).replace('torch.', '')}"


def _output_width(module, reads, start, given):
    _require_device(module)
    _require_evaluation(module)
    y, state = _first_step(module, reads, start, 4, given)
    if y.dim() != 2 or y.shape[0] != 4 or y.dtype != torch.float32:
        raise ExportError(f"the module returns a y {_shape(y)} for 4 rows; it must be [4, O] float32, one row of numbers"
                          " for each row of x")
    if tuple(state.shape) != (4, start.shape[1]) or state.dtype != torch.float32:
        raise ExportError(f"the module returns a state {_shape(state)} for 4 rows; it must be [4, {start.shape[1]}]"
                          " float32, like the state that it was given: pack all that the module remembers into one row"
                          " for each key")
    _require_any_number_of_rows(module, reads, start)
    return y.shape[1]


def _require_device(module):
    for name, value in list(module.named_parameters()) + list(module.named_buffers()):
        if value.device.type != "cpu":
            raise ExportError(f"{name} is on {value.device}; call module.cpu() before the export")
        if value.dtype == torch.float64:
            raise ExportError(f"{name} is float64; call module.float() before the export")


def _require_evaluation(module):
    for name, part in module.named_modules():
        if part.training and isinstance(part, torch.nn.modules.batchnorm._BatchNorm):
            raise ExportError(f"{name} is a {type(part).__name__} in training mode, so rows depend on each other; call"
                              " module.eval() before the export")


def _first_step(module, reads, start, rows, given_state=None):
    x = torch.zeros(rows, reads.width, dtype=reads.dtype)
    state = start.repeat(rows, 1)
    try:
        result = module(x, state)
    except Exception as e:  # whatever the user's forward raises
        given = "" if reads.kind == "numeric" else f"; a {reads.kind} is given as int64 ids"
        given += "" if given_state is None else f"; is state={given_state} right?"
        raise ExportError(f"the module's forward does not accept x {_shape(x)} and state {_shape(state)}: {_line(e)}"
                          + given) from e
    if isinstance(result, dict):
        raise ExportError(f"the module's forward returns a dict with {' and '.join(map(str, result))}, which says no order;"
                          " return the tuple (y, next state)")
    tensors = _flat(result)
    if not all(torch.is_tensor(each) for each in tensors):
        raise ExportError("the module's forward returns something that is no tensor, such as None or a number; it must"
                          " return two tensors, y and the next state packed into one")
    if len(tensors) != 2:
        raise ExportError(f"the module's forward returns {_count(len(tensors), 'tensor')}; it must return two, y and the"
                          " next state packed into one tensor")
    return tensors


def _flat(result):
    return [part for each in result for part in _flat(each)] if isinstance(result, (tuple, list)) else [result]


def _count(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _line(e):
    lines = [line.strip() for line in str(e).splitlines() if line.strip()]
    raised = [match[1] for match in (re.fullmatch(r"(?:\w+\.)*(\w*(?:Error|Exception):.*)", line) for line in lines)
              if match]
    return (raised or lines or [type(e).__name__])[0][:300]


def _require_any_number_of_rows(module, reads, start):
    try:
        y, state = _first_step(module, reads, start, 8)
    except ExportError as e:
        raise ExportError(f"the module accepts 4 rows but not 8: {_line(e)}; a batch may have any number of rows"
                          " (use x.shape[0])") from e
    if y.shape[0] != 8 or state.shape[0] != 8:
        raise ExportError("the module returns another number of rows than the 8 of its input; it must return one row for"
                          " each row of x (use x.shape[0], which a trace follows, and not len(x))")


def _require_largest_id(module, reads, start):
    x = torch.full((4, reads.width), reads.largest, dtype=torch.int64)
    try:
        module(x, start.repeat(4, 1))
    except Exception as e:  # whatever the user's forward raises
        raise ExportError(f"the module does not accept the id {reads.largest}, the largest of {reads.file}: {_line(e)};"
                          f" it needs {reads.largest + 1} embeddings") from e


# The outputs.

def _outputs(task, reads, labels, given, count):
    returns = f"the module returns {count} {'number' if count == 1 else 'numbers'} a row; "
    if given is not None:
        given = _names("outputs", given)
        if len(given) != count:
            raise ExportError(f"{returns}outputs names {len(given)}: {given}; name each")
        return given
    if task == "anomaly":
        usual = ["surprise"] + [f"expected.{channel}" for channel in reads.channels]
        if count not in (1, len(usual)):
            raise ExportError(f"{returns}a model of {len(usual) - 1} channels returns 1 (surprise) or {len(usual)}"
                              " (surprise, then expected.CHANNEL for each channel); name others with"
                              " outputs=[\"surprise\", ...]")
        return usual[:count]
    if task == "classification":
        if len(labels) < 2:
            raise ExportError(f"the task classification needs at least two labels, found {labels}; name them with labels="
                              " in the order of the module's logits")
        if count != 2 * len(labels):
            raise ExportError(f"{returns}{len(labels)} labels need {2 * len(labels)}: the logits of the event's labels,"
                              " then those of the key so far (logit.LABEL for each label, then running.LABEL); change"
                              " labels or the module")
        return [part + label for part in ("logit.", "running.") for label in labels]
    if count % 2:
        raise ExportError(f"{returns}the task ranking needs an even number: the ids of the K best items, then their K"
                          " scores")
    return [f"{part}.{rank}" for part in ("item", "score") for rank in range(1, count // 2 + 1)]


def _require_task(task, reads, names):
    if task == "anomaly":
        if "surprise" not in names:
            raise ExportError(f"outputs names {names}; the task anomaly needs one named \"surprise\"")
        for name in names:
            part, _, channel = name.partition(".")
            if part in ("expected", "surprise") and channel and channel not in reads.channels:
                raise ExportError(f"outputs names {name!r}, but there is no channel {channel!r}; the channels are"
                                  f" {reads.channels}")
    if task == "ranking":
        _require_ranking(reads, len(names) // 2)


def _require_ranking(reads, depth):
    if reads.kind != "item":
        raise ExportError(f"the task is ranking, but the input is {reads.kind}; a ranking needs vocabulary=")
    least = min(20, reads.largest)
    if not least <= depth <= reads.largest:
        allowed = "all of them" if least == reads.largest else f"from {least} to {reads.largest}"
        raise ExportError(f"the output ranks {depth} items, and vocabulary has {reads.largest}; it must rank {allowed}")


# The golden vectors.

def _given_rows(reads, rows, events, key, times):
    if rows is not None and events is not None:
        raise ExportError("rows and events are given; give one of them")
    if rows is not None:
        keys = rows if isinstance(rows, dict) else {"rows": rows}
        return {str(name): _tensor(reads, name, each) for name, each in keys.items()}
    return _random(reads) if events is None else _encode(reads, _read(events), key, times)


def _golden_rows(keys):
    pieces = {}
    longest = max((len(each) for each in keys.values()), default=0)
    for begin in range(0, longest - _LEAST_ROWS + 1, _LEAST_ROWS):
        for name, each in keys.items():
            if begin + _LEAST_ROWS <= len(each) and len(pieces) < _MOST_KEYS:
                pieces[name if begin == 0 else f"{name}, from row {begin + 1}"] = each[begin:begin + _LEAST_ROWS]
    if len(pieces) < _LEAST_KEYS:
        count = sum(len(each) for each in keys.values())
        raise ExportError(f"{count} rows of {len(keys)} keys give {len(pieces)} sequences of {_LEAST_ROWS} rows; golden"
                          f" vectors need {_LEAST_KEYS} sequences (60 rows of one key are enough)")
    return pieces


def _tensor(reads, name, rows):
    x = torch.as_tensor(rows).to(reads.dtype)
    if x.dim() != 2 or x.shape[1] != reads.width:
        raise ExportError(f"the rows of {name} are {_shape(x)}; they must be [N, {reads.width}], with the columns"
                          f" {reads.columns or 'of ids'}")
    return x


def _read(events):
    if not isinstance(events, (str, pathlib.Path)):
        return list(events)
    try:
        text = pathlib.Path(events).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as e:
        raise ExportError(f"events cannot be read: {e}; give the path of a CSV or JSON-lines file in UTF-8, or a list of"
                          " dicts") from e
    if text.lstrip().startswith("{"):
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return [{name: _cell(value) for name, value in row.items() if value} for row in csv.DictReader(text.splitlines())]


def _cell(value):
    return float(value) if _NUMBER.fullmatch(value) else value


def _require_fields(reads, events, key):
    fields = {field for event in events for field, value in event.items() if value not in (None, "")}
    wanted = list(reads.channels or [reads.kind]) + ([key] if key != "key" else [])
    absent = [field for field in wanted if field not in fields]
    if absent:
        raise ExportError(f"no event has {', '.join(absent)}; the events have {', '.join(sorted(fields))}")


def _encode(reads, events, key, times):
    _require_fields(reads, events, key)
    rows, latest = {}, {}
    encoder = _tokens_of(reads) if reads.kind == "text" else None
    ids = {item: i for i, item in enumerate(reads.content.split("\n")[:-1], 1)} if reads.kind == "item" else None
    for number, event in enumerate(events, 1):
        name = str(event.get(key, "key"))
        if reads.kind == "text":
            row = encoder(event["text"])
        elif reads.kind == "item":
            row = [ids.get(str(event["item"]), 0)]
        else:
            millis = times.millis(event, number)
            gap = max(0, millis - latest.get(name, millis))
            latest[name] = max(millis, latest.get(name, millis))
            row = _row(reads, event, number, millis, gap)
        rows.setdefault(name, []).append(row)
    return {name: torch.tensor(each, dtype=reads.dtype) for name, each in rows.items()}


def _tokens_of(reads):
    content = json.loads(reads.content)
    known = (content.get("model") or {}).get("vocab") or {}
    if list(known)[:2] == ["[PAD]", "[UNK]"] and content == word_tokenizer(list(known)[2:]):
        return lambda text: _word_ids(text, known, reads.width)
    try:
        import tokenizers
    except ImportError as e:
        raise ExportError("events of texts need the Python package tokenizers for a tokenizer that word_tokenizer did not"
                          " make; install it, or give rows of token ids") from e
    tokenizer = tokenizers.Tokenizer.from_str(reads.content)
    tokenizer.no_padding()
    tokenizer.enable_truncation(reads.width)

    def row(text):
        found = tokenizer.encode(text).ids
        return found + [0] * (reads.width - len(found))

    return row


def _word_ids(text, known, width):
    """Returns the ids that the library tokenizers gives with the tokenizer of word_tokenizer."""
    ids = []
    for part in re.split(r"(\[PAD\]|\[UNK\])", text):
        words = [part] if part in ("[PAD]", "[UNK]") else _words(_lower(part))
        ids += [known.get(word, known["[UNK]"]) for word in words]
    return (ids + [0] * width)[:width]


def _lower(text):
    return "".join(character.lower() for character in text)  # without the rule for a sigma at the end of a word


def _words(text):
    """Splits as the regular expression \\w+|[^\\w\\s]+ does in Rust, whose classes are those of Unicode."""
    words, kind = [], "space"
    for character in text:
        before, kind = kind, _kind(character)
        if kind == "space":
            continue
        if kind == before:
            words[-1] += character
        else:
            words.append(character)
    return words


def _kind(character):
    category = unicodedata.category(character)
    if (category[0] in "LM" or category in ("Nd", "Nl", "Pc") or character in "\u200c\u200d"
            or any(first <= character <= last for first, last in _CIRCLED)):
        return "word"
    return "space" if character.isspace() and not "\x1c" <= character <= "\x1f" else "other"


_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")  # RFC 8259
_LARGEST = torch.finfo(torch.float32).max
_UNITS = {"auto": 1, "millis": 1, "seconds": 1000, "micros": 1 / 1000}
_EARLIEST = 10 ** 11  # in milliseconds, 1973; a smaller number is most likely in seconds


class _Times:
    def __init__(self, field, unit):
        if unit not in _UNITS:
            raise ExportError(f"timestamp_unit is {unit!r}; it must be one of {', '.join(_UNITS)}")
        self.field, self.unit = field, unit

    def millis(self, event, number):
        time = event.get(self.field)
        if time in (None, ""):
            return 0
        if isinstance(time, numbers.Real) and not isinstance(time, bool):
            if self.unit == "auto" and time < _EARLIEST:
                raise ExportError(f"event {number}: {self.field} is {time:.0f}, too small for milliseconds since the epoch"
                                  ' and most likely in seconds; give timestamp_unit="seconds"')
            return int(time * _UNITS[self.unit])
        if isinstance(time, str):
            try:
                time = datetime.datetime.fromisoformat(time.strip().replace("Z", "+00:00"))
            except ValueError as e:
                raise ExportError(f"event {number}: {self.field} is {time!r}; give a time of ISO 8601, or a number") from e
        if not isinstance(time, datetime.datetime):
            raise ExportError(f"event {number}: {self.field} is {time!r}; give a time of ISO 8601, or a number")
        if time.tzinfo is None:
            time = time.replace(tzinfo=datetime.timezone.utc)
        return round(time.timestamp() * 1000)


def _row(reads, event, number, millis, gap):
    values = {}
    if all(event.get(channel) in (None, "") for channel in reads.channels):
        raise ExportError(f"event {number} has no reading of {', '.join(reads.channels)}; Sluice scores no such event, so"
                          " leave it out")
    for channel in reads.channels:
        value = event.get(channel)
        present = value not in (None, "")
        if present and (isinstance(value, bool) or not isinstance(value, numbers.Real) or not abs(value) <= _LARGEST):
            raise ExportError(f"event {number}: {channel} is {value!r}; Sluice scores no event with anything but a number"
                              " of float32 there: leave the field out where a reading is missing")
        values[channel] = float(value) if present else 0.0
        values[f"{channel}.missing"] = 0.0 if present else 1.0
    values["gap.log_seconds"] = math.log1p(gap / 1000)
    for period, length in (("day", 86_400_000), ("week", 7 * 86_400_000)):
        angle = 2 * math.pi * (millis % length) / length
        values[f"time.{period}.sin"], values[f"time.{period}.cos"] = math.sin(angle), math.cos(angle)
    return [values[column] for column in reads.columns]


def _random(reads):
    chance = torch.Generator().manual_seed(1)
    if reads.kind == "numeric":
        events = []
        for step in range(3 * _LEAST_ROWS):
            scale = (0.01, 1.0, 100.0)[step % 3]
            event = {"key": f"key-{step % 3}", "timestamp": 1_772_366_400_000 + 20_000 * step}
            for channel, value in zip(reads.channels, torch.randn(len(reads.channels), generator=chance).tolist()):
                if (step // 3) % 7 != 5 or channel != reads.channels[0] or len(reads.channels) == 1:
                    event[channel] = scale * (3 + value)
            events.append(event)
        return _encode(reads, events, "key", _Times("timestamp", "millis"))
    keys = {}
    for name in ("key-0", "key-1", "key-2"):
        x = torch.randint(1, reads.largest + 1, (_LEAST_ROWS, reads.width), generator=chance)
        lengths = torch.randint(1, reads.width + 1, (_LEAST_ROWS, 1), generator=chance)
        keys[name] = x * (torch.arange(reads.width) < lengths)
    return keys


def _require_finite(module, keys, start, random):
    """Runs the first rows of all keys, the golden ones among them. Returns their number."""
    checked = 0
    for name, rows in keys.items():
        rows = rows[:_MOST_CHECKED - checked]
        for step, (y, state) in enumerate(_run(module, name, rows, start, random), 1):
            for part, found in (("y", y), ("state", state)):
                if not bool(torch.isfinite(found).all()):
                    i = int((~torch.isfinite(found)).nonzero()[0])
                    raise ExportError(f"key {name}, row {step}: {part}[{i}] is {found[i].item()}; a step must give finite"
                                      " numbers for every event, those with missing readings included")
        checked += len(rows)
    return checked


def _golden(module, compiled, name, rows, start):
    first, second = _run(compiled, name, rows, start), _run(compiled, name, rows, start)
    for step, (once, again) in enumerate(zip(first, second), 1):
        for part, one, other in (("y", once[0], again[0]), ("state", once[1], again[1])):
            where = f"key {name}, row {step}: {part}"
            i = _differs(one, other)
            if i is not None:
                raise ExportError(f"the same row gives two results: {where}[{i}] is {one[i].item()} and then"
                                  f" {other[i].item()}; {_why_two_results(module)}")
    return {"key": name, "x": rows.tolist(), "y": [y.tolist() for y, _ in first], "state": first[-1][1].tolist()}


def _why_two_results(module):
    if any(part.training for part in module.modules()):
        return "chance decides, as with dropout: export the module in eval mode, after module.eval()"
    return ("the module is in eval mode, so it most likely keeps a state in itself, such as self.count: pack that into"
            " the state that forward takes and returns; or its forward uses chance")


def _run(module, name, rows, start, random=False):
    results, state = [], start
    for step, row in enumerate(rows, 1):
        y, state = _step(module, f"key {name}, row {step}", row.unsqueeze(0), state, random)
        results.append((y[0].clone(), state[0].clone()))
    return results


def _step(module, where, x, state, random):
    given, before = x.clone(), state.clone()
    try:
        y, after = module(given, before)
    except Exception as e:  # whatever the user's forward raises
        raise ExportError(f"{where}: the module's forward fails: {_line(e)}"
                          + ("; the row is random: give rows like your events with events= or rows=" if random else "")
                          ) from e
    for what, one, other in (("its input x", x, given), ("the state that it is given", state, before)):
        if bool(((one != other) & (one == one)).any()):
            raise ExportError(f"{where}: the module changes {what} in place; let it work on a copy, such as x.clone()")
    return y, after


def _differs(one, other, begin=0):
    apart = (one - other).abs() > _ABSOLUTE + _RELATIVE * one.abs()
    places = (apart | torch.isnan(other))[begin:].nonzero()
    return begin + int(places[0]) if len(places) else None


def _compared_from(names):
    return len(names) // 2 if names[0] == "item.1" else 0  # items of equal scores may change places


def _require_same(module, reads, golden, start, names):
    """Checks that the exported module computes what the module does: a trace may have lost a decision."""
    for each in golden:
        results = _run(module, each["key"], torch.tensor(each["x"], dtype=reads.dtype), start)
        for step, (y, _) in enumerate(results, 1):
            i = _differs(torch.tensor(each["y"][step - 1]), y, _compared_from(names))
            if i is not None:
                raise ExportError(f"the exported module differs from the module: key {each['key']}, row {step}: y[{i}] is"
                                  f" {each['y'][step - 1][i]} in place of {y[i].item()}; the module is not traceable:"
                                  " write it for torch.jit.script, and keep no state in the module itself")


def _require_independent_rows(module, reads, golden, start, names):
    steps = []
    for each in golden:
        rows = torch.tensor(each["x"], dtype=reads.dtype)
        states = [start[0]] + [state for _, state in _run(module, each["key"], rows, start)]
        steps += list(zip(rows, states, [torch.tensor(y) for y in each["y"]], states[1:]))
    for count in _BATCHES:
        batch = [steps[i % len(steps)] for i in range(count)]
        y, after = module(torch.stack([x for x, _, _, _ in batch]), torch.stack([state for _, state, _, _ in batch]))
        for row, (_, _, y_alone, after_alone) in enumerate(batch):
            _require_equal_rows(y_alone, y[row], _compared_from(names))
            _require_equal_rows(after_alone, after[row], 0)


def _require_equal_rows(alone, together, begin):
    i = _differs(alone, together, begin)
    if i is not None:
        raise ExportError(f"the module's rows depend on each other: a row gives {alone[i].item()} alone and"
                          f" {together[i].item()} in a batch; a step must compute each row independently (no batch"
                          " normalisation in training mode)")


def _require_golden(task, reads, names, golden):
    y = [row for each in golden for row in each["y"]]
    if task == "anomaly" and all(row[names.index("surprise")] < 0 for row in y):
        raise ExportError("the surprise is below 0 at every step, which is never scored; a surprise must be at least 0,"
                          " and larger for an event that fits less")
    if task == "ranking":
        depth = len(names) // 2
        for row in y:
            ids, scores = row[:depth], row[depth:]
            if (len(set(ids)) != depth or any(i % 1 or not 1 <= i <= reads.largest for i in ids)
                    or sorted(scores, reverse=True) != scores):
                raise ExportError(f"a y is not a ranking; a ranking is {depth} different ids from 1 to {reads.largest}"
                                  " and then their scores, the largest first")
            total = sum(math.exp(min(score, 700)) for score in scores)
            if total > 1 + 1e-3:
                raise ExportError("a y has scores that are no log-probabilities: their exponentials sum up to"
                                  f" {total:.4g}, which must be at most 1; the task ranking needs log-probabilities, such"
                                  " as torch.log_softmax(logits, 1)")


# The files.

class _Started(torch.nn.Module):
    """A step with the state of new keys."""

    def __init__(self, step, start):
        super().__init__()
        self.step = step
        self.register_buffer("start", start)

    def forward(self, x: torch.Tensor, state: torch.Tensor):
        return self.step(x, state)

    @torch.jit.export
    def initial_state(self, rows: int):
        return self.start.repeat(rows, 1)


def _compile(module, reads, golden_rows, start):
    if isinstance(module, torch.jit.ScriptModule):
        compiled = module
    else:
        try:
            compiled = torch.jit.script(module)
        except Exception as scripting:  # many kinds; a trace may still work
            compiled = _trace(module, golden_rows, start, scripting)
    if hasattr(module, "initial_state") and not hasattr(compiled, "initial_state"):
        compiled = torch.jit.script(_Started(compiled, start))
    return compiled


def _trace(module, golden_rows, start, scripting):
    x = torch.stack([rows[0] for rows in golden_rows.values()])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            traced = torch.jit.trace(module, (x, start.repeat(len(x), 1)), check_trace=False)
        except Exception as e:  # whatever the user's forward raises
            raise ExportError(f"the module can neither be scripted ({_line(scripting)}) nor traced ({_line(e)})") from e
    lost = [w for w in caught if str(w.message).startswith("Converting a tensor to a Python boolean")]
    if lost:
        raise ExportError(f"the module is not traceable, because a value decides which code runs"
                          f" ({_line(lost[0].message)}); and it cannot be scripted: {_line(scripting)}")
    return traced


def _require_free(folder, replace):
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        if not (replace and (folder / "model.json").is_file()):
            raise ExportError(f"{folder} exists and is not an empty folder; give the name of a new folder, or"
                              " replace=True to replace a bundle")


def _write(folder, module, manifest, golden, reads):
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = pathlib.Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder.parent))
    try:
        module.save(str(unfinished / "model.pt"))
        manifest["weights"]["sha256"] = hashlib.sha256((unfinished / "model.pt").read_bytes()).hexdigest()
        (unfinished / "model.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        (unfinished / "golden.json").write_text(json.dumps({"keys": golden}) + "\n", encoding="utf-8")
        (unfinished / "README.md").write_text(_card(manifest), encoding="utf-8")
        if reads.file:
            (unfinished / reads.file).write_text(reads.content, encoding="utf-8")
        unfinished.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(unfinished, folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _card(manifest):
    return (f"# {manifest['name']} {manifest['version']}\n\n"
            f"A model for Sluice. Task: {manifest['task']}. Input: {manifest['input']['kind']}. A key's state has"
            f" {manifest['sizes']['state']} numbers.\n\n"
            "- Trained on: name the data and its licence.\n"
            "- Figures: say on which data they were measured.\n"
            "- Licence: name the licence of the weights.\n")
