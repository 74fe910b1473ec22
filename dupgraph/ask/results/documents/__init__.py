"""An answer as a page to hand round: Word, OpenDocument, HTML; one outline, three ways to write it."""
