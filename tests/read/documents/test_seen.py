"""Words that nobody sees in print, and pages that are pictures of words."""

from io import BytesIO

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dupgraph.read.documents import reading
from dupgraph.read.documents.readers.pdf import library, read_pdf, seen

PICTURE = ImageReader(Image.new("L", (8, 8), 200))


def draw_white(canvas):
    canvas.setFillGray(1)
    canvas.drawString(50, 200, "Curare i parchi")


def draw_white_on_blue(canvas):
    canvas.setFillColorRGB(0, 0, 0.5)
    canvas.rect(40, 190, 200, 30, stroke=0, fill=1)
    draw_white(canvas)


def draw_unpainted(canvas):
    canvas.drawString(50, 200, "Curare i parchi", mode=3)


def draw_over_picture(canvas):
    canvas.drawImage(PICTURE, 0, 0, 300, 300)
    draw_unpainted(canvas)


@pytest.mark.parametrize(
    ("draw", "key"),
    [
        (draw_white, "mended_unseen"),
        (draw_white_on_blue, None),
        (draw_unpainted, "mended_unseen"),
        (draw_over_picture, "mended_layer"),
    ],
)
def test_words_that_are_not_seen_are_said(draw, key):
    data = BytesIO()
    canvas = Canvas(data, (300, 300))
    draw(canvas)
    canvas.save()
    read = read_pdf(data.getvalue(), 1000)
    assert [said["message"] for said in read["warnings"]] == [key] * (key is not None)
    # A picture of a whole page with few words may be one of more.
    assert [page["pictures"] for page in read["pages"]] == [draw is draw_over_picture]


def test_a_page_of_few_words_that_is_drawn_in_paths_may_be_a_picture():
    paths = {library.PATH: [0] * 300}
    assert [seen.may_be_picture(paths, words, 1.0) for words in ("Prot. 12", "parola " * 40)] == [True, False]


def test_a_stamped_scan_is_read_where_it_has_more_words_than_its_stamp(monkeypatch, tmp_path):
    stamp, photograph = ({"text": [words], "pictures": True, "size": [0, 0]} for words in ("Prot. 12", "Il Comune"))
    whole = {"text": ["Curare i parchi"], "size": [0, 0]}
    monkeypatch.setattr("shutil.which", lambda _: None)
    _, _, warnings = reading._read_scans(tmp_path, b"", [photograph, whole, stamp])
    assert [(said.key, said.facts["pages"]) for said in warnings] == [("mended_unread", "1, 3")]
    # A cover is nothing to be said.
    assert not reading._read_scans(tmp_path, b"", [photograph, whole])[2]
    found = [{"text": ["Obiettivo " * 20]}, {"text": ["Comune"]}]
    monkeypatch.setattr("shutil.which", lambda _: "tesseract")
    monkeypatch.setattr(reading, "_run_reader", lambda *_, **__: {"pages": found, "program": "tesseract 5"})
    pages = [stamp, photograph, whole]
    program, read, warnings = reading._read_scans(tmp_path, b"", pages)
    assert (program, read, [said.key for said in warnings]) == ("tesseract 5", (1,), ["mended_scans"])
    assert [page["text"][0][:9] for page in pages] == ["Obiettivo", "Il Comune", "Curare i "]
