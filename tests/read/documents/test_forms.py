"""What is filled in on a PDF's pages, and the documents that one holds."""

from io import BytesIO

import pytest
from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from dupgraph.base.errors import DocumentError
from dupgraph.read.documents.readers.pdf import read_pdf


def test_values_of_fields_stand_behind_their_labels():
    data = BytesIO()
    canvas = Canvas(data)
    for number, (label, value) in enumerate((("Partner:", "Fondazione Bassi"), ("Ufficio:", "Tributi"), ("Fine", ""))):
        canvas.drawString(60, 700 - 30 * number, label)
        canvas.acroForm.textfield(name=label, value=value, x=110, y=695 - 30 * number, width=300, height=18)
    canvas.acroForm.textfield(name="note", value="Il primo anno. " * 8, x=60, y=500, width=250, height=60)
    canvas.acroForm.checkbox(name="si", checked=True, x=60, y=400)
    canvas.acroForm.textfield(name="no", value="Bozza", x=60, y=350, width=90, height=18, annotationFlags="hidden")
    canvas.freeTextAnnotation("Approvato dalla Giunta", "/Helv 9 Tf", Rect=[60, 300, 300, 320])
    canvas.textAnnotation("Da verificare", Rect=[60, 250, 300, 270])
    canvas.save()
    ((*lines,),) = (page["text"] for page in read_pdf(data.getvalue(), 1000)["pages"])
    assert lines[:3] == ["Partner: Fondazione Bassi", "Ufficio: Tributi", "Fine"]
    assert " ".join(lines[3:]).split() == ("Il primo anno. " * 8 + "Approvato dalla Giunta").split()
    assert len(lines) > 5


COVER, PLAN = "Per vedere il portfolio serve un altro programma", "Curare i parchi. " * 80


@pytest.mark.parametrize(("words", "pages"), [(COVER, 1), (PLAN, 1), (COVER, 3)])
def test_documents_in_a_pdf_are_said(words, pages):
    data, whole = BytesIO(), BytesIO()
    canvas = Canvas(data)
    for number in range(0, len(words), 80):
        canvas.drawString(60, 800 - number / 8, words[number : number + 80])
    # What has pages without a text is a scan, to which something is added.
    for _ in range(1, pages):
        canvas.showPage()
        canvas.circle(60, 60, 9)
    canvas.save()
    document = PdfDocument(data.getvalue())
    for name in ("Obiettivi.pdf", "dati.xml"):
        document.new_attachment(name).set_data(b"%PDF")
    document.save(whole)
    if (words, pages) == (COVER, 1):
        with pytest.raises(DocumentError, match=r"is the cover of other documents, which it holds: Obiettivi\.pdf"):
            read_pdf(whole.getvalue(), 10_000)
        return
    (said,) = read_pdf(whole.getvalue(), 10_000)["warnings"]
    assert said["message"] == "mended_files"
    assert said["facts"] == {"files": "Obiettivi.pdf"}
