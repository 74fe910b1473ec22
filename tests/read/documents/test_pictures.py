"""A page as a picture, drawn in the limited child."""

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from dupgraph.base.errors import DocumentError
from dupgraph.read.documents.pictures import draw_page

PRINTED = Path(__file__).parents[2] / "data" / "sassuolo" / "chromium.pdf"


def test_a_page_is_a_picture_that_others_can_read(tmp_path):
    image = pytest.importorskip("PIL.Image")
    picture = draw_page(PRINTED, 2, 600)
    path = tmp_path / "page.png"
    path.write_bytes(picture.png)
    with image.open(path) as drawn:
        pixels = drawn.convert("RGB")
        assert abs(drawn.width - 600) <= 1
        assert abs(drawn.height / drawn.width - picture.size[1] / picture.size[0]) < 0.01
        # White at the edge, and type somewhere.
        assert pixels.getpixel((2, 2)) == (255, 255, 255)
        assert min(pixels.convert("L").tobytes()) < 60
    with PdfDocument(PRINTED) as document:
        assert picture.size == tuple(round(side * 10) for side in document[1].get_size())


def test_colours_are_those_of_the_page(tmp_path):
    image = pytest.importorskip("PIL.Image")
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "red.pdf"
    canvas = Canvas(str(path), pagesize=(100, 50))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 50, 50, stroke=0, fill=1)
    canvas.save()
    (tmp_path / "red.png").write_bytes(draw_page(path, 1, 200).png)
    with image.open(tmp_path / "red.png") as drawn:
        assert (drawn.getpixel((20, 20)), drawn.getpixel((180, 20))) == ((255, 0, 0), (255, 255, 255))


@pytest.mark.parametrize(
    ("data", "page", "said"),
    [
        (None, 999, "has no page 999"),
        (None, 0, "has no page 0"),
        (b"%PDF-1.4 nothing", 1, "broken"),
        (b"", 1, "broken"),
    ],
)
def test_what_cannot_be_drawn_is_a_sentence(tmp_path, data, page, said):
    path = tmp_path / "plan.pdf"
    path.write_bytes(PRINTED.read_bytes() if data is None else data)
    with pytest.raises(DocumentError, match=said):
        draw_page(path, page)


def test_a_file_that_is_gone_is_a_sentence(tmp_path):
    with pytest.raises(DocumentError, match=r"gone\.pdf: cannot be read"):
        draw_page(tmp_path / "gone.pdf", 1)
