"""The store as a meetings file: what `reading` reads back to the same values, byte for byte the same each time.

Keys stand in the order of the dataclasses, defaults are left out, what is short stands on one line, and only a text
that some reader of YAML 1.1 or 1.2 would take for something else is quoted.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import yaml
from yaml.resolver import Resolver

from bot.importing.paths import one_or_more
from bot.model import Catalogue
from bot.when import Month, format_when

WIDTH = 120
ONE_LINE = 100  # what follows a key may be this long and stay beside it
ONE_WORD = 42

# Beyond what PyYAML quotes: the single letters of YAML 1.1, the numbers of 1.2, and what looks like either.
_AMBIGUOUS = re.compile(r"[yYnN]|[-+.]?\d[\d_,.:+eExXoO-]*|[-+]?0[xo][\da-fA-F]+|[-+]?\.(?:inf|nan)", re.IGNORECASE)
_STR = "tag:yaml.org,2002:str"
_MAP = "tag:yaml.org,2002:map"
_SEQ = "tag:yaml.org,2002:seq"
_BARE = ""  # the style of a scalar without quotation marks
_RESOLVER: Any = Resolver()


class _Dumper(yaml.SafeDumper):
    """PyYAML's own emitter, not libyaml's, so that the bytes are the same everywhere; lists stand inside their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def as_yaml(catalogue: Catalogue) -> str:
    """Write processes and meetings in the catalogue's order. With one process, no meeting needs to name its own."""
    processes, meetings = list(catalogue.processes.values()), list(catalogue.meetings.values())
    root: dict[str, yaml.Node] = {}
    if len(processes) == 1:
        root["process"] = _node(processes[0])
        meetings = [dataclasses.replace(meeting, process=None) for meeting in meetings]
    elif processes:
        root["processes"] = _list([_node(process) for process in processes], on_one_line=False)
    root["meetings"] = _list(
        [_mapping(_fields(each), on_one_line=False) for each in meetings], on_one_line=not meetings
    )
    text: str = yaml.serialize(_mapping(root, on_one_line=False), Dumper=_Dumper, allow_unicode=True, width=WIDTH)
    return text


def _node(value: Any) -> yaml.Node:
    if dataclasses.is_dataclass(value) and not isinstance(value, Month | type):
        return _mapping(_fields(value))
    if isinstance(value, Mapping):
        return _mapping({key: _node(each) for key, each in value.items()})
    if isinstance(value, tuple):
        return _list([_node(each) for each in value])
    if isinstance(value, str):
        return _text(value)
    return _plain(value)


def _fields(value: Any) -> dict[str, yaml.Node]:
    """The nodes of a dataclass's fields that differ from their defaults."""
    nodes = {}
    for field in dataclasses.fields(value):
        content = getattr(value, field.name)
        default = field.default_factory() if callable(field.default_factory) else field.default
        if content == default:
            continue
        if field.name in one_or_more(value.__class__) and len(content) == 1:
            content = content[0]
        nodes[field.name] = _node(content)
    return nodes


def _mapping(nodes: Mapping[str, yaml.Node], on_one_line: bool = True) -> yaml.MappingNode:
    pairs = [(_text(key), node) for key, node in nodes.items()]
    width = sum(_width(key) + _width(node) for key, node in pairs)
    return yaml.MappingNode(_MAP, pairs, flow_style=on_one_line and width < ONE_LINE)


def _list(nodes: list[yaml.Node], on_one_line: bool = True) -> yaml.SequenceNode:
    """A list of texts on one line when it is short, on several when its texts are; else an entry a line."""
    widths = [_width(node) for node in nodes]
    are_scalars = all(isinstance(node, yaml.ScalarNode) for node in nodes)
    is_short = sum(widths) < (4 * ONE_LINE if all(width <= ONE_WORD for width in widths) else ONE_LINE)
    return yaml.SequenceNode(_SEQ, nodes, flow_style=on_one_line and is_short and are_scalars)


def _width(node: yaml.Node) -> int:
    """About how many columns the node takes on one line; more than there are when it cannot stand on one."""
    if isinstance(node, yaml.ScalarNode):
        # A time of day cannot stand inside braces without quotation marks, a text of several lines not at all.
        return WIDTH if "\n" in node.value or (":" in node.value and node.style == _BARE) else len(node.value) + 2
    if not isinstance(node, yaml.CollectionNode) or not node.flow_style:
        return WIDTH
    parts = (part for pair in node.value for part in (pair if isinstance(pair, tuple) else (pair,)))
    return 2 + sum(map(_width, parts))


def _text(text: str) -> yaml.ScalarNode:
    style = "'" if _AMBIGUOUS.fullmatch(text) else "|" if "\n" in text else None
    return yaml.ScalarNode(_STR, text, style=style)


def _plain(value: date | datetime | Month | float) -> yaml.ScalarNode:
    """A value that is no text: it stands without quotation marks."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        text = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    else:
        text = format_when(value) if isinstance(value, date | Month) else str(value)
    return yaml.ScalarNode(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)), text, style=_BARE)
