"""Words that nobody sees in print, and pages that are pictures of words."""

from io import BytesIO
from zlib import compress

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from dupgraph.read.documents import reading
from dupgraph.read.documents.printed import Box
from dupgraph.read.documents.readers.pdf import library, read_pdf, seen, upright

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


def draw_covered(canvas, alpha=1):
    canvas.drawString(50, 200, "Curare i parchi")
    canvas.setFillGray(1, alpha)
    canvas.rect(40, 190, 200, 30, stroke=0, fill=1)


def draw_on_paper(canvas):
    canvas.drawString(50, 200, "Curare i parchi")
    canvas.setFillGray(1)
    canvas.rect(40, 100, 200, 30, stroke=0, fill=1)


def draw_on_glass(canvas):
    draw_covered(canvas, 0.4)


@pytest.mark.parametrize(
    ("draw", "key"),
    [
        (draw_covered, "mended_unseen"),
        (draw_on_paper, None),
        (draw_on_glass, None),
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


LAYER = b"""%PDF-1.5
1 0 obj <</Type/Catalog /Pages 2 0 R /OCProperties <</OCGs [6 0 R] /D <</OFF [OFF]>>>>>> endobj
2 0 obj <</Type/Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type/Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R
/Resources <</Font <</F 5 0 R>> /Properties <</L 6 0 R>>>>>> endobj
4 0 obj <</Length 91>> stream
BT /F 12 Tf 50 200 Td (Il Comune) Tj /OC /L BDC 0 -20 Td (Curare i parchi) Tj EMC ( ) Tj ET
endstream endobj
5 0 obj <</Type/Font /Subtype/Type1 /BaseFont/Helvetica>> endobj
6 0 obj <</Type/OCG /Name (Bozza)>> endobj
trailer <</Root 1 0 R>>
%%EOF"""


@pytest.mark.parametrize(("off", "keys"), [(b"6 0 R", ["mended_unseen"]), (b"", [])])
def test_words_of_a_layer_that_is_switched_off_are_said(off, keys):
    read = read_pdf(LAYER.replace(b"[OFF]", b"[" + off + b"]"), 1000)
    assert [said["message"] for said in read["warnings"]] == keys
    assert read["pages"][0]["text"] == ("Il Comune", "Curare i parchi")
    # Objects may be packed.
    packed = b"9 0 obj <</Type/ObjStm>> stream\n" + compress(b"<</OCProperties <</D <</OFF [6 0 R]>>>>>>")
    assert seen.has_layers_off(packed)
    assert not seen.has_layers_off(packed[:-30])


def test_a_page_of_few_words_that_is_drawn_in_paths_may_be_a_picture():
    sheet = upright.Sheet(0, (1.0, 1.0), Box(0, 1, 0, 1), {library.PATH: [0] * 300}, [], None)
    assert [seen.may_be_picture(sheet, words) for words in ("Prot. 12", "parola " * 40)] == [True, False]


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
