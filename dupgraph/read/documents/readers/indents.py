"""How deep items nest whose lists have one level each ("List Bullet", "List Bullet 2"): by how they are set in."""

from dataclasses import dataclass, field, replace

from dupgraph.read.documents.pieces import Piece, set_in


@dataclass(slots=True)
class Indents:
    """How far the items are set in that the next one may nest in, in points, the outermost first."""

    open: list[float] = field(default_factory=list)

    def nest(self, piece: Piece, indent: float) -> Piece:
        """Return ``piece`` as deep as its indent says below those right above it, where its list says no level."""
        if piece.kind != "item" or piece.depth:
            self.open = [] if piece.text.strip() else self.open
            return piece
        self.open = set_in(self.open, indent)
        return replace(piece, depth=len(self.open) - 1)
