"""The tables of a web page: which cell stands in which row and column, merged cells counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dupgraph.read.documents.pieces import MAX_COLUMNS, MAX_ROWS, Piece


@dataclass(slots=True)
class Table:
    """One table while it is read: the current row's pieces wait until it is known whether the row heads the table."""

    number: int
    row: int = -1
    column: int = 0
    columns: int = 1
    rows: int = 1
    in_head: bool = False
    in_cell: bool = False
    headers: int = 0
    cells: int = 0
    # By column, the first row that is free of what was merged from above.
    free: dict[int, int] = field(default_factory=dict)
    waiting: list[Piece] = field(default_factory=list)

    def open_row(self) -> None:
        """Begin the next row."""
        self.row += 1
        self.column, self.columns = 0, 0
        self.headers = self.cells = 0

    def open_cell(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin the next cell of the row, at the first column that is free."""
        if self.row < 0:
            self.open_row()
        self.column += self.columns
        while self.free.get(self.column, 0) > self.row:
            self.column += 1
        self.columns = read_span(attributes.get("colspan"), MAX_COLUMNS)
        self.rows = read_span(attributes.get("rowspan"), MAX_ROWS)
        if self.rows > 1:
            for column in range(self.column, self.column + self.columns):
                self.free[column] = self.row + self.rows
        self.cells += 1
        self.headers += tag == "th"
        self.in_cell = True

    def close_row(self) -> list[Piece]:
        """Return the row's pieces: headers when all its cells are."""
        header = self.in_head or (self.cells > 0 and self.headers == self.cells)
        pieces, self.waiting = self.waiting, []
        self.in_cell = False
        return [replace(piece, header=True) if header and piece.table == self.number else piece for piece in pieces]

    def is_full(self) -> bool:
        """Say whether the table is larger than any that a plan has."""
        return self.row >= MAX_ROWS or self.column >= MAX_COLUMNS


def read_span(value: str | None, most: int) -> int:
    """Return how many rows or columns a cell takes: what the page says, within reason."""
    digits = (value or "").strip()
    return min(max(int(digits), 1), most) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 1
