"""Variables, their levels, and the dictionary that holds them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from analysis.dictionary.fold import fold
from analysis.dictionary.match import HeadingMatch, match_heading
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
class Unit:
    """A unit of measurement, or of writing a date: its key, its labels, and how headings write it."""

    key: str
    labels: Mapping[str, str]
    texts: tuple[str, ...] = ()

    def label(self, lang: str = "en") -> str:
        """Return the unit's label in a language."""
        return self.labels.get(lang) or self.labels.get("en") or self.key


@dataclass(frozen=True)
class Heading:
    """A column heading as registries write it, its variable, and the unit it implies without saying so."""

    text: str
    variable: str
    unit: str | None = None


@dataclass(frozen=True)
class Variable:
    """One column of a cohort.

    `low` and `high` are the plausible range, both ends inclusive, in `unit`; a value outside is
    reported, never blanked. `levels` are in their natural order when `ordered`; `groups` name sets of
    levels, their keys joined by "|". A value in another unit times `factors[unit]` is the value in `unit`.
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
    groups: tuple[Level, ...] = ()
    factors: Mapping[str, float] = field(default_factory=dict)

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

    @cached_property
    def level_of_code(self) -> Mapping[str, str]:
        """Code as text → level key, as our REDCap forms have them: places where a level has no code."""
        codes: list[int | None] = [level.code for level in self.levels]
        if None in codes or len(set(codes)) < len(codes):
            codes = list(range(1, len(codes) + 1))
        return {str(code): key for code, key in zip(codes, self.level_keys, strict=True)}

    def label(self, lang: str = "en") -> str:
        """Return the variable's label in a language, or its name where there is none."""
        return self.labels.get(lang) or self.labels.get("en") or self.name

    def level_label(self, key: str, lang: str = "en") -> str:
        """Return a level's label in a language, or the key itself for one that is not a level.

        Of several keys joined by "|", that is the label of the group they make, or else their labels
        one after the other.
        """
        for level in (*self.levels, *self.groups):
            if level.key == key:
                return level.labels.get(lang) or level.labels.get("en") or key
        if "|" in key:
            return ", ".join(self.level_label(part, lang) for part in key.split("|"))
        return key


@dataclass(frozen=True)
class Dictionary:
    """All variables by name, the headings under which registries keep them, and the units."""

    variables: Mapping[str, Variable]
    headings: tuple[Heading, ...] = ()
    units: Mapping[str, Unit] = field(default_factory=dict)
    sha256: str = ""

    @cached_property
    def known_headings(self) -> Mapping[str, HeadingMatch]:
        """Folded heading → what it means, for every name, label and registry heading.

        Where two claim one spelling, a name goes before a label and a label before a heading.
        """
        found: dict[str, HeadingMatch] = {}
        for variable in self.variables.values():
            found.setdefault(fold(variable.name), HeadingMatch(variable.name, self._unit_in_name(variable)))
        for variable in self.variables.values():
            for label in variable.labels.values():
                found.setdefault(fold(label), HeadingMatch(variable.name))
        for heading in self.headings:
            found.setdefault(fold(heading.text), HeadingMatch(heading.variable, heading.unit))
        return found

    @cached_property
    def unit_of_text(self) -> Mapping[str, str]:
        """Folded spelling → unit."""
        return {
            fold(text): unit.key
            for unit in self.units.values()
            for text in (unit.key, *unit.labels.values(), *unit.texts)
        }

    def _unit_in_name(self, variable: Variable) -> str | None:
        """Return the unit of a variable whose name ends in it, as in albumin_g_dl."""
        name = fold(variable.name)
        spellings = (text for text, unit in self.unit_of_text.items() if unit == variable.unit)
        return variable.unit if any(name.endswith(f" {text}") for text in spellings) else None

    def match_heading(self, text: str) -> HeadingMatch | None:
        """Return what a column heading means, or None where that is not certain.

        The heading may name the variable in several languages at once, and its unit, its date order or
        its codes in brackets or behind it. Nothing is guessed: a heading with a remark that isn't
        understood, such as "KPS (postop)", is not taken for the variable before the remark.

        >>> from analysis.dictionary import load_dictionary
        >>> load_dictionary().match_heading("Takip süresi (ay)")
        HeadingMatch(variable='follow_up_time', unit='months', codes={})
        """
        return match_heading(text, self)

    def __getitem__(self, name: str) -> Variable:
        return self.variables[name]

    def __contains__(self, name: object) -> bool:
        return name in self.variables

    def with_variables(self, variables: Iterable[Variable]) -> "Dictionary":
        """Return the dictionary extended by variables; one of the same name is replaced."""
        return replace(self, variables={**self.variables, **{v.name: v for v in variables}})
