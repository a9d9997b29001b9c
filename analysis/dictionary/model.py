"""Variables, their levels, and the dictionary that holds them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from analysis.dictionary.fold import fold
from analysis.errors import DefinitionError

LANGUAGES = ("en", "tr", "zh")
KINDS = ("identifier", "number", "count", "date", "flag", "level", "set", "vertebrae", "primary", "text")
ROLES = ("identifier", "date", "outcome", "item", "descriptor")


@dataclass(frozen=True)
class Level:
    """One allowed value of a variable: its key, its labels by language, and how registries write it."""

    key: str
    labels: Mapping[str, str]
    texts: tuple[str, ...] = ()
    code: int | None = None


@dataclass(frozen=True)
class Variable:
    """One column of a cohort.

    `low` and `high` are the plausible range, both ends inclusive, in `unit`; a value outside is
    reported, never blanked. `levels` are in their natural order when `ordered`.
    """

    name: str
    kind: str
    labels: Mapping[str, str]
    role: str = "descriptor"
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    levels: tuple[Level, ...] = ()
    ordered: bool = False
    form: str = "other"
    sheet: str = "patients"
    source: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.role not in ROLES:
            raise DefinitionError(f"{self.name}: kind {self.kind!r} or role {self.role!r} is not known")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise DefinitionError(f"{self.name}: the range {self.low} to {self.high} is empty")
        if len(set(self.level_keys)) != len(self.levels):
            raise DefinitionError(f"{self.name}: a level is named twice")

    @property
    def level_keys(self) -> tuple[str, ...]:
        """The keys of the levels, in their order."""
        return tuple(level.key for level in self.levels)

    @cached_property
    def level_of_text(self) -> Mapping[str, str]:
        """Folded text → level key, for every key, label and registry spelling of the levels."""
        found: dict[str, str] = {}
        for level in self.levels:
            for text in (level.key, *level.labels.values(), *level.texts):
                if found.setdefault(fold(text), level.key) != level.key:
                    raise DefinitionError(f"{self.name}: {text!r} names two levels")
        return found

    def label(self, lang: str = "en") -> str:
        """Return the variable's label in a language, or its name where there is none."""
        return self.labels.get(lang) or self.labels.get("en") or self.name

    def level_label(self, key: str, lang: str = "en") -> str:
        """Return a level's label in a language, or the key itself for one that is not a level."""
        for level in self.levels:
            if level.key == key:
                return level.labels.get(lang) or level.labels.get("en") or key
        return key


@dataclass(frozen=True)
class Dictionary:
    """All variables by name, and the headings under which registries keep them."""

    variables: Mapping[str, Variable]
    headings: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""

    @cached_property
    def variable_of_heading(self) -> Mapping[str, str]:
        """Folded heading → variable name, for every name, label and registry heading."""
        found: dict[str, str] = {}
        for variable in self.variables.values():
            for text in (variable.name, *variable.labels.values()):
                _enter(found, text, variable.name)
        for heading, name in self.headings.items():
            if name not in self.variables:
                raise DefinitionError(f"the heading {heading!r} points at {name!r}, which is no variable")
            _enter(found, heading, name)
        return found

    def __getitem__(self, name: str) -> Variable:
        return self.variables[name]

    def __contains__(self, name: object) -> bool:
        return name in self.variables

    def with_variables(self, variables: Iterable[Variable]) -> "Dictionary":
        """Return the dictionary extended by variables; one of the same name is replaced."""
        return replace(self, variables={**self.variables, **{v.name: v for v in variables}})


def _enter(found: dict[str, str], text: str, name: str) -> None:
    if found.setdefault(fold(text), name) != name:
        raise DefinitionError(f"the heading {text!r} names both {found[fold(text)]} and {name}")
