"""Texts from templates: one jinja2 environment for each language, compiled once.

Templates are given frozen views and ask nothing back. Message ids are the English texts; `templates/locales/` holds
the other languages as gettext catalogues (`pybabel extract|update|compile`, see CONTRIBUTING.md).
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterable, MutableMapping
from contextlib import suppress
from functools import cached_property, partial
from gettext import GNUTranslations, NullTranslations
from hashlib import sha256
from pathlib import Path
from types import CodeType, FunctionType, MethodType
from typing import Any

import jinja2
from jinja2 import pass_context
from jinja2.bccache import Bucket, bc_magic
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from bot import facts, formatting
from bot.languages import LANGUAGES
from bot.model import in_language

TEMPLATES = Path(__file__).parent.parent / "templates"
RIGHT_TO_LEFT = frozenset({"ar"})

# Russian dates end in an abbreviation; a sentence that ends in one has no second full stop.
_SECOND_STOP = re.compile(r"(?<=[\s\u202f\xa0]г\.)((?:</[a-z-]+>)*)\.(?!\.)")
# A line that begins with a picture reads from the right whatever name follows it (UAX 9, implicit directional marks).
_ICON_LINE = re.compile(r"^(?=[ \t]*[^\w\s<•“\"/\u2068])", re.MULTILINE)
_RLM = "\u200f"
# So does a line of an Arabic text that begins with a name, one that stands indented below another, and one of hours in a list
# whatever stands after them; a letter's own words, and commands, are read from their side.
_MIXED_LINE = re.compile(
    r"^(?=[ \t]*(?:•|<[bi]>|[\u2067\u2068])[^\n]*[\u0621-\u064a]|[ \t]+[\u2067\u2068]|• (?:⭐ )?[\u2067\u2068]\d)",
    re.MULTILINE,
)
_ARABIC = re.compile("[\u0621-\u064a]")
_BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
_MOST_KEPT = 2000  # texts
_PLURAL = 3  # messages: of one, of many, and the number
_RLI, _FSI, _PDI = "\u2067", "\u2068", "\u2069"


_FORMATS = (
    "clock_time", "country", "dated", "dates", "day", "day_of_year", "duration", "enumeration", "exactly", "from_now",
    "hosted_by", "language_name", "month", "place", "when", "zone_name",
)  # fmt: skip


class _Code(jinja2.FileSystemBytecodeCache):
    """Templates compiled once, their code kept beside them as Python's is, and shared by all languages.

    So no template sends a constant through a filter of its language: jinja2 would do that when it compiles. What this module
    makes of a template is part of the name under which its code is kept.
    """

    def __init__(self, folder: Path) -> None:
        made_by = sha256(Path(__file__).read_bytes() + jinja2.__version__.encode()).hexdigest()[:12]
        super().__init__(str(folder), f"{made_by}-%s")
        self._kept: dict[str, CodeType | None] = {}

    def has(self, environment: jinja2.Environment, name: str, file: str | None, source: str) -> bool:
        """Whether the code of this very source is kept; it is not read."""
        bucket = Bucket(environment, self.get_cache_key(name, file), self.get_source_checksum(source))
        head = bc_magic + pickle.dumps(bucket.checksum, 2)
        with suppress(OSError), Path(self._get_cache_filename(bucket)).open("rb") as kept:
            return kept.read(len(head)) == head
        return False

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key not in self._kept:
            with suppress(OSError):
                super().load_bytecode(bucket)
            self._kept[bucket.key] = bucket.code
        bucket.code = self._kept[bucket.key]

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.code
        with suppress(OSError):  # where nothing can be written, the next start compiles again
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)
            Path(self._get_cache_filename(bucket)).chmod(0o644)  # who prepares the program need not be who runs it


class _Environment(jinja2.Environment):
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A template has no globals of its own: without jinja2's ChainMap an answer takes a third less to render."""
        return super().make_globals(d) if d else self.globals


class Rendering:
    """Every template in every language that has a catalogue; English needs none."""

    def __init__(self, folder: Path = TEMPLATES) -> None:
        self._folder = folder
        self._loader = jinja2.FileSystemLoader(folder)
        self._code = _Code(folder / "__pycache__")
        self._environments: dict[str, jinja2.Environment] = {}
        self._catalogues: dict[str, NullTranslations] = {}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that texts exist in: English, and each that has a compiled catalogue."""
        return tuple(code for code in LANGUAGES if code == "en" or self._catalogue_file(code).exists())

    def supported(self, language: str | None) -> str | None:
        """The language of ours that a code such as "fr", "fr-CH" or "zh-hans" means; None where there is none."""
        if language in self.languages:
            return language
        code = (language or "").lower().replace("_", "-").split("-")[0]
        return code if code in self.languages else None

    def nearest(self, language: str | None) -> str:
        """The language of ours that a code means, else English."""
        return self.supported(language) or "en"

    def render(self, template: str, language: str, **values: Any) -> str:
        """The text of a template, blocks one blank line apart. Raises jinja2.UndefinedError for a missing value."""
        text = self._environment(language).get_template(template).render(values)
        text = _BLANK_LINES.sub("\n\n", text).strip()
        if language == "ru":
            text = _SECOND_STOP.sub(r"\1", text)
        # A page has a direction of its own, and a calendar's texts are compared: no marks in these.
        is_marked = language in RIGHT_TO_LEFT and not template.startswith(("ics/", "pages/"))
        return _MIXED_LINE.sub(_RLM, _ICON_LINE.sub(_RLM, text)) if is_marked else text

    def label(self, language: str, message: str) -> str:
        """A label in the language."""
        return self._catalogue(language).gettext(message)

    def prepare(self) -> None:
        """Compile every template whose code is not kept, so that a broken one stops the start; others wait for their use."""
        environment = self._environment("en")
        for name in environment.list_templates(extensions=["html", "txt"]):
            source, file, _ = self._loader.get_source(environment, name)
            if not self._code.has(environment, name, file, source):
                environment.get_template(name)

    def load_all(self) -> list[str]:
        """Compile every template, so that a broken one stops the start, and read every catalogue; the templates' names."""
        environment = self._environment("en")
        names = environment.list_templates(extensions=["html", "txt"])
        for name in names:
            environment.get_template(name)
        for language in self.languages:
            self._catalogue(language)
        return names

    def own_length(self, template: str, language: str) -> int:
        """How many characters a template says by itself at the most, all its branches together, without its values."""
        environment = self._environment(language)
        source = (self._folder / template).read_text("utf-8")
        markup = sum(len(node.data) for node in environment.parse(source).find_all(jinja2.nodes.TemplateData))
        extracted = environment.extract_translations(source)  # type: ignore[attr-defined]  # jinja2.ext.i18n adds it
        said = (text[0] if isinstance(text, tuple) else text for _, _, text in extracted)
        return markup + sum(len(self.label(language, text)) for text in said)

    def _catalogue_file(self, language: str) -> Path:
        return self._folder / "locales" / language / "LC_MESSAGES" / "plenary.mo"

    def _catalogue(self, language: str) -> NullTranslations:
        if language not in self._catalogues:
            self._catalogues[language] = self._read_catalogue(language)
        return self._catalogues[language]

    def _read_catalogue(self, language: str) -> NullTranslations:
        file = self._catalogue_file(language)
        if language == "en" and not file.exists():
            return NullTranslations()
        with file.open("rb") as compiled:  # `gettext.translation` would keep every catalogue for good
            return GNUTranslations(compiled)

    def _environment(self, language: str) -> jinja2.Environment:
        if language not in self._environments:
            self._environments[language] = self._new_environment(language)
        return self._environments[language]

    def _new_environment(self, language: str) -> jinja2.Environment:
        environment = _Environment(
            loader=self._loader,
            bytecode_cache=self._code,
            cache_size=-1,
            autoescape=jinja2.select_autoescape(["html"]),
            undefined=jinja2.StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            finalize=_isolated if language in RIGHT_TO_LEFT else _plain,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        environment.context_class = _Context
        environment.newstyle_gettext = True  # type: ignore[attr-defined]  # jinja2.ext.i18n adds it
        catalogue = self._catalogue(language)
        wrap = _isolate if language in RIGHT_TO_LEFT else None
        environment.globals.update(
            gettext=_Translating(catalogue.gettext, wrap),
            ngettext=_Translating(catalogue.ngettext, wrap),
            _=_Translating(catalogue.gettext, wrap),
            language=language,
            facts=facts,
            kept=_keeping(),
        )
        environment.filters["text"] = partial(_text, language)
        environment.filters["own_name"] = formatting.own_name
        for name in _FORMATS:
            environment.filters[name] = partial(_formatted, getattr(formatting, name), language)
        environment.filters["listed"] = partial(_listed, language)
        return environment


def _keeping() -> Callable[..., str]:
    """For templates: what a macro makes of a meeting, made once.

    That is for macros that show nothing which changes with the clock; the first they take is a view of the meeting. A meeting
    that has changed is another object.
    """
    made: dict[tuple[Any, ...], tuple[Any, str]] = {}

    def kept(macro: Callable[..., str], about: Any, *rest: Any) -> str:
        key = (macro, id(about.meeting), *rest)
        meeting, text = made.get(key, (None, ""))
        if meeting is not about.meeting:
            if len(made) >= _MOST_KEPT:
                made.clear()
            text = macro(about, *rest)
            made[key] = about.meeting, text
        return text

    return kept


def _text(language: str, value: Any) -> str:
    """A text of the store in the language, or as near as the store has it."""
    return in_language(value, language)


def _formatted(format_value: Callable[[Any, str], str], language: str, value: Any) -> str:
    return format_value(value, language)


def _listed(language: str, parts: Iterable[Any]) -> str:
    """What there is of several parts, with the comma of the language between them; in Arabic each keeps to itself."""
    return formatting.listed(map(_isolate, parts) if language in RIGHT_TO_LEFT else parts, language)


def _isolate(value: Any) -> Any:
    """Keep a name, number or address from reordering the Arabic around it (UAX 9, first strong isolate).

    What has Arabic in it is Arabic whatever name it begins with: "Geneva، سويسرا" (right-to-left isolate).
    """
    if value is None or isinstance(value, Markup) or not str(value).strip():
        return value
    return f"{_RLI if _ARABIC.search(str(value)) else _FSI}{value}{_PDI}"


# What is printed goes through one of these. Given the context, they are not applied when the shared code is compiled.
@pass_context
def _isolated(_: Context, value: Any) -> Any:
    return _isolate(value)


@pass_context
def _plain(_: Context, value: Any) -> Any:
    return value


class _Translating:
    """gettext or ngettext for templates: the translation with its values put in, escaped and isolated as the template asks.

    A template calls it with its evaluation context.
    """

    def __init__(self, translate: Callable[..., str], wrap: Callable[[Any], Any] | None) -> None:
        self._translate = translate
        self._wrap = wrap
        self._plain: dict[str, Markup] = {}  # what takes no values

    def __call__(self, context: jinja2.nodes.EvalContext, *messages: Any, **values: Any) -> str:
        if not values and context.autoescape and messages[0] in self._plain:
            return self._plain[messages[0]]
        text: str = self._translate(*messages)
        if len(messages) == _PLURAL:
            values.setdefault("num", messages[2])
        if self._wrap is not None:
            values = {name: self._wrap(value) for name, value in values.items()}
        if not context.autoescape:
            return text % values if values or "%" in text else text
        if values or "%" in text:
            return Markup(text) % {name: escape(value) for name, value in values.items()}
        return self._plain.setdefault(messages[0], Markup(text))


_GIVEN_THE_CONTEXT = frozenset({Macro, _Translating})
_CALLED_AT_ONCE = _GIVEN_THE_CONTEXT | {MethodType, FunctionType}


class _Context(Context):
    """What a template sees."""

    def call(self, called: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls. Of macros, and of our functions and methods, it is known what of jinja2's they take."""
        kind = type(called)
        if kind not in _CALLED_AT_ONCE:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(self.eval_ctx, *args, **kwargs) if kind in _GIVEN_THE_CONTEXT else called(*args, **kwargs)
