"""Figures beside each other, and the bounds that ours have to keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Bound:
    """The most or the least that a figure may be."""

    limit: float
    at_least: bool = False

    def keeps(self, figure: float) -> bool:
        return figure >= self.limit if self.at_least else figure <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


@dataclass(frozen=True)
class Row:
    """One measure: of ours, and of the other (None where there is none to compare with).

    The bound is on the ratio of ours to the other's, or else on our figure itself.
    """

    what: str
    ours: float
    other: float | None = None
    bound: Bound | None = None
    show: Callable[[float], str] = "{:,.0f}".format

    @property
    def ratio(self) -> float | None:
        return self.ours / self.other if self.other is not None else None

    @property
    def kept(self) -> bool:
        judged = self.ours if self.ratio is None else self.ratio
        return self.bound is None or self.bound.keeps(judged)

    def cells(self) -> tuple[str, ...]:
        return (
            self.what,
            self.show(self.ours),
            "" if self.other is None else self.show(self.other),
            "" if self.ratio is None else f"{self.ratio:.2f}",
            "" if self.bound is None else str(self.bound),
            "" if self.bound is None else "kept" if self.kept else "MISSED",
        )


@dataclass
class Table:
    """A benchmark's figures. `str()` prints them with a line on how they were measured."""

    title: str
    other: str
    rows: list[Row] = field(default_factory=list)

    @property
    def kept(self) -> bool:
        return all(row.kept for row in self.rows)

    def __str__(self) -> str:
        lines = [("", "Plenary", self.other, "ratio", "bound", ""), *(row.cells() for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            [
                self.title,
                *(
                    "  ".join(
                        [line[0].ljust(widths[0])]
                        + [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
                    ).rstrip()
                    for line in lines
                ),
                "",
            ]
        )
