"""What a person is told to do about a scan, on this side of the child and on the other."""

INSTALL_HINT = (
    "install it with its Italian data (Debian and Ubuntu: sudo apt install tesseract-ocr tesseract-ocr-ita; macOS: brew"
    " install tesseract tesseract-lang; Windows: the installer of UB Mannheim, with Italian ticked), or give a PDF with"
    " a text layer"
)
