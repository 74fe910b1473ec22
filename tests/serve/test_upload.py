"""Plans that are given to a running server: the whole way, and every way in which it may end."""

import asyncio
import re
import resource
import socket
import zipfile
from html import unescape
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from threading import Thread
from time import sleep
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from paper import print_pdf
from serving import Served, limit, list_children, start_server
from starlette.requests import Request

from dupgraph.base.children import Cause, ChildError
from dupgraph.base.errors import DocumentError
from dupgraph.language.languages import load_texts
from dupgraph.language.messages import retell
from dupgraph.publish.pages.drawing import Frame
from dupgraph.read.documents.readers.archive import MAX_PART
from dupgraph.serve.settings import Settings
from dupgraph.serve.state import takes_uploads
from dupgraph.serve.upload import building, receiving
from dupgraph.serve.upload.building import _state_owner, stream_request
from dupgraph.serve.upload.jobs import Job, find_reason
from dupgraph.serve.upload.pages import describe_job

PLAN = """Comune di Guastalla

Documento Unico di Programmazione 2024-2026

ASSE 1: Una città per tutti

INDIRIZZO STRATEGICO 1.1: Persone

Obiettivo strategico 1.1.1: Scuole aperte. Aprire le scuole in collaborazione con l'AUSL e il Terzo settore.

Obiettivo strategico 1.1.2: Strade sicure. Più controlli, con la Polizia locale, per gli anziani di piazza Garibaldi.

ASSE 2: Territorio

INDIRIZZO STRATEGICO 2.1: Ambiente

Obiettivo strategico 2.1.1: Verde pubblico. Curare i parchi con le associazioni e con l'AUSL.
"""
RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r"'
    b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    b' Target="word/document.xml"/></Relationships>'
)
PASSWORD = "una-lunga-parola-segreta"  # noqa: S105  nobody else's


def find_action(page: str) -> str:
    return unescape(re.search(r'action="([^"]+token=[^"]+)"', page)[1])


def give(server: Served, name: str, data: bytes) -> httpx.Response:
    action = find_action(server.client.get("/upload.html").text)
    return server.client.post(
        f"/{action}", files={"file": (name, data)}, headers={"Origin": server.address.rstrip("/")}
    )


def find_reading(page: str) -> str:
    found = re.search(r'name="reading" value="(\w+)"', page)
    return found[1] if found else ""


def decide(server: Served, job: str, **given: str) -> httpx.Response:
    page = server.client.get(job).text
    data = {"reading": find_reading(page), **given}
    origin = {"Origin": server.address.rstrip("/")}
    return server.client.post(f"/upload/{find_action(page)}", data=data, headers=origin)


def follow(server: Served, job: str) -> list[str]:
    """Return the states and stages that a page hears of until nothing happens any more."""
    heard = []
    with server.client.stream("GET", job.replace(".html", ".events")) as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        for line in events.iter_lines():
            if found := re.search(r'"state": "(\w+)", "stage": "(\w*)"', line):
                heard.append(" ".join(filter(None, found.groups())))
    return heard


def begin(server: Served, name: str, data: bytes) -> str:
    response = give(server, name, data)
    assert response.status_code == 303, response.text
    return f"/{response.headers['location']}"


def zip_files(**files: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return target.getvalue()


def test_a_plan_is_read_confirmed_and_asked_while_others_go_on_reading(open_to_all: Served) -> None:
    job = begin(open_to_all, "Il piano.txt", PLAN.encode())
    heard = follow(open_to_all, job)
    page = unescape(open_to_all.client.get(job).text)
    assert heard[-1] == "outline", page
    # Behind the pages, which still leaves it half of what each of them gets.
    readers = list_children(open_to_all.process.pid, "serve.upload.building")
    assert [0 < each.nice() <= 3 for each in readers] == [True]
    assert "È questo l'indice di «Il piano.txt»?" in page
    assert 'name="municipality" value="Guastalla"' in page
    assert 'name="plan" value="DUP 2024-2026"' in page
    assert "Scuole aperte" in page
    assert "L'etichetta «Asse» con un numero, 2 volte" in page
    assert not re.search(r'<(?!a )[^>]* lang="en"', page)
    assert open_to_all.client.get("/data/035024/plan/dup-2024-2026.html").status_code == 404

    level = re.search(r'name="(level-\d)" value="([^"]+)"', page)
    answers: list[int] = []
    is_over = False

    def read_on() -> None:
        with httpx.Client(base_url=open_to_all.address, timeout=600) as client:
            while not is_over:
                answers.append(client.get("/data/036040/plan/dup/objective/1.3.3.html").status_code)
                answers.append(client.get("/sparql?query=ASK{?s ?p ?o}").status_code)
                # As people do, who read a page before they open the next.
                sleep(0.1)

    reader = Thread(target=read_on)
    reader.start()
    try:
        names = {level[1]: "Asse, proprio"}
        assert decide(open_to_all, job, do="confirm", municipality="Guastalla", plan="DUP 2024-2026", **names)
        heard = follow(open_to_all, job)
    finally:
        is_over = True
        reader.join()
    assert set(answers) == {200}
    assert heard[-1] == "done", unescape(open_to_all.client.get(job).text)

    done = open_to_all.client.get(job).text
    plan = re.search(r'class="button strong" href="\.\./([^"]+)"', done)[1]
    # Nobody has given it a licence yet.
    assert "Licenza dei dati" not in open_to_all.client.get(f"/{plan.removesuffix('.html')}/downloads.html").text
    assert (
        "Asse, proprio" in open_to_all.client.get(f"/{plan}").text
        or "Asse, proprio" in open_to_all.client.get(job.replace(".html", ".ttl")).text
    )
    asked = open_to_all.client.get(f"/{plan.removesuffix('.html')}/ask.html?q=quali obiettivi coinvolgono l'AUSL").text
    assert asked.count("<blockquote") == 2
    assert open_to_all.client.get(f"/{plan.removesuffix('.html')}/review.html").status_code == 200

    again = begin(open_to_all, "ancora.txt", PLAN.encode())
    follow(open_to_all, again)
    decide(open_to_all, again, do="confirm", municipality="Guastalla", plan="DUP 2024-2026")
    # Who follows it late hears of its end alone.
    assert follow(open_to_all, again)[-2:] in (["building vocabulary", "outline"], ["outline"])
    assert "è già aperto" in open_to_all.client.get(again).text
    decide(open_to_all, again, do="stop")


def test_a_plan_that_nobody_names_is_asked_for_its_names(open_to_all: Served) -> None:
    job = begin(open_to_all, "piano.txt", PLAN.encode())
    follow(open_to_all, job)
    decide(open_to_all, job, do="confirm", municipality="", plan="")
    assert "Servono l'ente e il nome" in unescape(open_to_all.client.get(job).text)
    # Two towns bear this name: which of them is asked for, and its code is what is written down.
    decide(open_to_all, job, do="confirm", municipality="Comune di Livo", plan="DUP")
    assert '<option value="022106">Livo (Trento)</option>' in open_to_all.client.get(job).text
    chosen, other = ({"municipality": "Livo", "istat": istat} for istat in ("022106", ""))
    assert [_state_owner(chosen), _state_owner(other)] == [chosen, {"publisher": "Livo"}]
    decide(open_to_all, job, do="stop")
    assert "Annullato" in open_to_all.client.get(job).text
    assert open_to_all.client.get(job.replace(".html", ".json")).json()["state"] == "stopped"
    assert open_to_all.client.get(job.replace(".html", ".ttl")).status_code == 404


def list_left(job: str) -> list[Path]:
    """Return what a server still keeps of a file that was given to it."""
    return list(Path(gettempdir()).glob(f"dupgraph-*/uploads/{Path(job).stem}"))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("piano.pdf", b"\x89PNG\r\n\x1a\n" + bytes(500), "tesseract"),
        ("piano.docx", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", "Il PDF è arrivato incompleto"),
        ("piano.odt", PLAN.encode(), "Il nome finisce con .odt, ma il file non è ODT"),
        ("piano.docx", "bomb", "si espande oltre"),
        ("piano.pdf", "locked", "protetto da una password. Salvane una copia senza"),
        ("<img src=x onerror=alert(1)>.txt", b"Niente che somigli a un piano, qui.", "Nessuna parte di un piano"),
    ],
    ids=["lies", "cut", "other", "bomb", "locked", "no plan"],
)
def test_what_is_no_plan_is_said_to_be_none(
    open_to_all: Served, tmp_path: Path, name: str, data: bytes | str, said: str
) -> None:
    if data == "bomb":
        data = zip_files(_rels___dot_rels=RELATIONS, word__document_dot_xml=bytes(MAX_PART + 1))
    elif data == "locked":
        data = print_pdf(tmp_path / name, ["Politica 1"], locked=True).read_bytes()
    job = begin(open_to_all, name, data)
    assert follow(open_to_all, job)[-1] == "failed"
    response = open_to_all.client.get(job)
    assert response.status_code == 422
    alert = response.text.partition('role="alert"')[2].partition("</div>")[0]
    assert said in " ".join(unescape(re.sub(r"<[^>]+>", " ", alert)).replace(" . ", ". ").split()), alert
    assert 'lang="en"' not in alert
    assert "terminale" not in alert
    assert not list_left(job)
    assert "<img src=x" not in response.text
    assert "Traceback" not in response.text
    assert "uploads/" not in response.text
    assert open_to_all.client.get("/").status_code in (200, 303)


def test_a_scan_that_cannot_be_read_here_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    scan = tmp_path / "scan.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    with pytest.raises(DocumentError) as fault:
        stream_request({"do": "outline", "source": str(scan)}, b"", lambda *_: None)
    assert retell(fault.value.what, "it") == "È un'immagine, e qui tesseract non è installato"
    assert "chi gestisce il server installi tesseract" in retell(fault.value.hint, "it")


@pytest.mark.parametrize(
    ("cause", "reason"), [("time", "upload_long"), ("memory", "upload_heavy"), ("crash", "upload_crash")]
)
def test_what_is_read_without_end_is_stopped_and_said_to_be(cause: Cause, reason: str) -> None:
    assert find_reason(ChildError(cause)) == reason
    assert reason in load_texts("serve", "it")


def test_of_two_files_at_once_one_is_stopped_and_the_other_read(open_to_all: Served) -> None:
    first, second = begin(open_to_all, "uno.txt", PLAN.encode()), begin(open_to_all, "due.txt", PLAN.encode())
    decide(open_to_all, first, do="stop")
    assert follow(open_to_all, first)[-1].startswith("stopped")
    assert follow(open_to_all, second)[-1] == "outline"
    assert list_left(second)
    decide(open_to_all, second, do="stop")
    assert not list_left(first) + list_left(second)
    # What is over is over, whatever is sent for it.
    decide_again = open_to_all.client.post(
        f"/{find_action(open_to_all.client.get('/upload.html').text)}".replace("/upload.html", second),
        data={"do": "confirm", "municipality": "Guastalla", "plan": "DUP"},
        headers={"Origin": open_to_all.address.rstrip("/")},
    )
    assert decide_again.status_code == 303
    assert follow(open_to_all, second)[-1].startswith("stopped")


def test_a_form_without_a_file_and_a_file_that_is_empty_are_refused(open_to_all: Served) -> None:
    assert give(open_to_all, "piano.pdf", b"").status_code == 400
    action = find_action(open_to_all.client.get("/upload.html").text)
    origin = {"Origin": open_to_all.address.rstrip("/")}
    assert open_to_all.client.post(f"/{action}", data={"file": "text"}, headers=origin).status_code == 415
    assert open_to_all.client.post(f"/{action}", files={"other": ("a", b"b")}, headers=origin).status_code == 400
    wrong = {**origin, "Content-Type": "multipart/form-data; boundary=x"}
    assert open_to_all.client.post(f"/{action}", content=b"no parts at all", headers=wrong).status_code == 400


def test_a_file_that_is_too_large_is_refused_before_it_is_read(open_to_all: Served) -> None:
    place = urlsplit(open_to_all.address)
    action = find_action(open_to_all.client.get("/upload.html").text)
    head = (
        f"POST /{action} HTTP/1.1\r\nHost: {place.netloc}\r\nOrigin: {open_to_all.address.rstrip('/')}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 60000000\r\n\r\n"
    )
    with socket.create_connection((place.hostname, place.port), timeout=300) as line:
        line.sendall(head.encode())
        assert b" 413 " in line.recv(1000).split(b"\r\n")[0]


def test_a_file_whose_sender_leaves_is_forgotten(open_to_all: Served) -> None:
    place = urlsplit(open_to_all.address)
    action = find_action(open_to_all.client.get("/upload.html").text)
    head = (
        f"POST /{action} HTTP/1.1\r\nHost: {place.netloc}\r\nOrigin: {open_to_all.address.rstrip('/')}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nhalf'
    )
    with socket.create_connection((place.hostname, place.port), timeout=300) as line:
        line.sendall(head.encode())
    assert open_to_all.client.get("/upload.html").status_code == 200


@pytest.mark.parametrize(("pause", "whole"), [(0.05, 10.0), (10.0, 0.05)])
def test_a_file_that_never_ends_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pause: float, whole: float
) -> None:
    monkeypatch.setattr(receiving, "PAUSE_SECONDS", pause)
    monkeypatch.setattr(receiving, "WHOLE_SECONDS", whole)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(60 if pause < whole else 0.01)
        return {"type": "http.request", "body": b"a", "more_body": True}

    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    request = Request({"type": "http", "method": "POST", "headers": headers}, receive)
    with pytest.raises(receiving.ReceiveError) as fault:
        asyncio.run(receiving.receive_file(request, tmp_path / "file"))
    assert fault.value.status in (400, 408)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the system sets no limits of a process that runs")
def test_a_disk_that_is_full_is_told_and_nothing_is_half_there(open_to_all: Served) -> None:
    # A limit of the size of files stands for it: for what comes in pieces, the file, its graph, and the store.
    for most, data in ((10_000, PLAN.encode() * 2_000), (100, PLAN.encode())):
        with limit(open_to_all, resource.RLIMIT_FSIZE, most):
            refused = give(open_to_all, "piano.txt", data)
        assert (refused.status_code, "forse il suo disco è pieno" in refused.text) == (507, True)
    plans = open_to_all.client.get("/index.html").text.count("/plan/")
    for most in (2_000, 60_000):
        job = begin(open_to_all, "piano.txt", PLAN.encode())
        assert follow(open_to_all, job)[-1] == "outline"
        with limit(open_to_all, resource.RLIMIT_FSIZE, most):
            decide(open_to_all, job, do="confirm", municipality="Novellara", plan="DUP")
            assert follow(open_to_all, job)[-1] == "failed"
        failed = open_to_all.client.get(job)
        assert (failed.status_code, "forse il suo disco è pieno" in failed.text) == (507, True)
        assert not list_left(job)
    assert open_to_all.client.get("/index.html").text.count("/plan/") == plans
    assert open_to_all.client.get("/sparql?query=ASK{?s ?p ?full}").status_code == 200


def test_without_the_token_nothing_is_taken(open_to_all: Served) -> None:
    origin = {"Origin": open_to_all.address.rstrip("/")}
    response = open_to_all.client.post("/upload.html", files={"file": ("a.txt", b"a")}, headers=origin)
    assert response.status_code == 403
    gone = open_to_all.client.get("/upload/aaaaaaaaaaaaaaaa.html")
    assert gone.status_code == 404
    assert "non c'è più traccia" in unescape(gone.text)
    assert open_to_all.client.get("/upload/aaaaaaaaaaaaaaaa.json").status_code == 404


def test_who_takes_plans() -> None:
    files = (Path("piano.ttl"),)
    assert takes_uploads(Settings(), files)
    assert not takes_uploads(Settings(), ())
    assert not takes_uploads(Settings(public=True), files)
    assert takes_uploads(Settings(public=True, password=PASSWORD), files)


def test_a_public_server_takes_plans_from_who_has_its_password(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    with start_server("--public", "--password-file", file) as server:
        asked = server.client.get("/upload.html")
        assert (asked.status_code, "serve la password" in asked.text, "token=" in asked.text) == (401, True, False)
        known = server.client.get("/upload.html", auth=("chiunque", PASSWORD))
        assert known.status_code == 200
        assert "token=" in known.text


def test_a_page_says_how_far_a_file_was_when_it_was_asked_for(tmp_path: Path) -> None:
    job = Job("k", "piano.pdf", tmp_path, tmp_path / "piano.pdf", state="building")
    page = describe_job(job, "", Frame("", ()))
    job.move("done")
    said = page.values["job"]
    assert isinstance(said, Job)
    assert said.state == "building"


def write_html(*titles: str) -> bytes:
    """Return a page whose objectives nothing marks but bold, with markup in one of them."""
    text = "<p>Con l'AUSL e il Terzo settore si tengono corsi per gli anziani e per le scuole, ogni settimana.</p>"
    aims = [f"<p><b>{title}</b></p>{text}{text}" for title in titles]
    lines = [f"<p>Linea programmatica {n}: Le persone</p>" + "".join(aims) for n in (1, 2, 3)]
    return f"<html><body><h1>Comune di Guastalla</h1><p>DUP 2024-2026</p>{''.join(lines)}</body></html>".encode()


def list_kinds(page: str) -> dict[str, str]:
    """Return the kind of each shape on a page, by the first of its lines."""
    selects = re.findall(r'<select name="kind-\d+" aria-label="[^":]*: ([^"]+)">(.*?)</select>', unescape(page))
    return {words: re.search(r'<option value="([^"]*)" selected|$', options)[1] or "" for words, options in selects}


def say_late(server: Served, job: str, **given: str) -> str:
    answer = decide(server, job, **given)
    return server.client.get(f"/upload/{answer.headers['location']}").text


def test_a_page_that_is_no_longer_true_changes_nothing_and_says_so(open_to_all: Served) -> None:
    job = begin(open_to_all, "piano.html", write_html("Aprire le scuole", "Curare i viali", "Ascoltare gli anziani"))
    follow(open_to_all, job)
    first = open_to_all.client.get(job).text
    assert list_kinds(first)["Linea programmatica 1: Le persone"] == "policy"
    decide(open_to_all, job, do="levels", **{"kind-0": ""})
    follow(open_to_all, job)
    # A second click on the same button is no news.
    again = decide(open_to_all, job, reading=find_reading(first), do="levels", **{"kind-0": ""})
    assert again.headers["location"] == Path(job).name
    then = list_kinds(open_to_all.client.get(job).text)
    assert next(iter(then)) == "Aprire le scuole"
    # In another tab the first line is still the programme's.
    for do in ("levels", "anew", "confirm"):
        late = {"do": do, "kind-0": "action", "municipality": "Guastalla", "plan": "DUP tardi"}
        page = unescape(say_late(open_to_all, job, reading=find_reading(first), **late))
        assert "veniva da una pagina di prima, e non è stato usato" in page
        assert page.count('role="alert"') == 1
        assert list_kinds(page) == then
        # What is not said of any line is kept.
        assert 'name="plan" value="DUP tardi"' in page
    # Who goes back to the first reading finds the pages of then true again.
    decide(open_to_all, job, do="anew")
    follow(open_to_all, job)
    page = say_late(open_to_all, job, reading=find_reading(first), do="confirm", municipality="", plan="")
    assert "Servono l'ente e il nome" in unescape(page)
    decide(open_to_all, job, do="stop", reading="")
    assert "Annullato" in open_to_all.client.get(job).text


def test_a_form_that_is_sent_unchanged_changes_nothing(open_to_all: Served) -> None:
    job = begin(open_to_all, "piano.txt", PLAN.encode())
    follow(open_to_all, job)
    kinds = {f"kind-{n}": kind for n, kind in enumerate(list_kinds(open_to_all.client.get(job).text).values())}
    decide(open_to_all, job, do="levels", **kinds, **{"level-0": "Asse, proprio"})
    page = unescape(open_to_all.client.get(job).text)
    assert "le parti trovate sono quelle di prima" in page
    # Whatever is sent for something else is kept until it is read.
    assert 'name="level-0" value="Asse, proprio"' in page
    decide(open_to_all, job, do="stop")


def test_what_is_doubted_of_an_outline_is_doubted_until_its_lines_are_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_found", [])
    file = tmp_path / "piano.html"
    file.write_bytes(write_html("Aprire le scuole", "Curare i viali", *map("Aiutare {}".format, "abcde")))
    found, _ = stream_request({"do": "outline", "source": str(file)}, b"", lambda *_: None)
    again, _ = stream_request({"do": "levels", "kinds": {"1": "action"}, "names": {}}, b"", lambda *_: None)
    assert found["verdict"] == "doubtful"
    assert again["reasons"] == found["reasons"]


def test_a_level_that_becomes_another_kind_keeps_the_name_that_a_person_gives_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_found", [])
    file = tmp_path / "piano.html"
    file.write_bytes(write_html("Aprire le scuole", "Curare i viali", "Ascoltare gli anziani"))
    found, _ = stream_request({"do": "outline", "source": str(file)}, b"", lambda *_: None)
    given = dict(zip((shape["name"] for shape in found["shapes"]), ("Asse", "Progetto"), strict=False))
    again, _ = stream_request({"do": "levels", "kinds": {"1": "action"}, "names": given}, b"", lambda *_: None)
    assert [shape["name"] for shape in again["shapes"][:2]] == ["Asse", "Progetto"]


def test_a_person_says_which_lines_are_headings_and_the_outline_is_read_again(open_to_all: Served) -> None:
    titles = ("Aprire le scuole", "Curare &lt;script&gt;alert(1)&lt;/script&gt; i viali", "Ascoltare gli anziani")
    job = begin(open_to_all, "piano.html", write_html(*titles))
    assert follow(open_to_all, job)[-1] == "outline"
    page = open_to_all.client.get(job).text
    assert "<script>alert" not in page
    assert open_to_all.client.get(job.replace(".html", ".toml")).status_code == 404
    # Nothing opens anything: what was found stays, and it is said.
    count = len(re.findall(r'name="kind-\d+"', page))
    decide(open_to_all, job, do="levels", **{f"kind-{n}": "" for n in range(count)})
    assert follow(open_to_all, job)[-1] == "outline"
    assert "non si trova nessuna parte" in unescape(open_to_all.client.get(job).text)
    first = re.search(r'id="parts">[^<]*<span class="count">(\d+)', page)[1]

    def find_choice(words: str) -> str:
        text = unescape(open_to_all.client.get(job).text)
        select = re.search(rf'<select name="kind-\d+" aria-label="[^":]*: {re.escape(words)}">.*?</select>', text)
        return re.search(r'<option value="([^"]*)" selected', select[0])[1]

    assert find_choice("Aprire le scuole") == "objective"
    shapes = re.findall(r'<select name="kind-(\d+)" aria-label="[^":]*: ([^"]+)"', unescape(page))
    lines = {words: place for place, words in reversed(shapes)}
    chosen = {f"kind-{place}": "" for place, _ in shapes}
    chosen[f"kind-{lines['Linea programmatica 1: Le persone']}"] = "policy"
    chosen[f"kind-{lines['Aprire le scuole']}"] = "action"
    decide(open_to_all, job, do="levels", plan="DUP detto", **chosen, **{"kind-99": "policy", "kind-x": "objective"})
    heard = follow(open_to_all, job)
    page = unescape(open_to_all.client.get(job).text)
    assert heard[-1] == "outline"
    assert re.search(r'id="parts">[^<]*<span class="count">(\d+)', page)[1] == "12"
    assert 'name="plan" value="DUP detto"' in page
    assert find_choice("Aprire le scuole") == "action"
    decide(open_to_all, job, do="anew")
    follow(open_to_all, job)
    assert find_choice("Aprire le scuole") == "objective"
    page = open_to_all.client.get(job).text
    assert re.search(r'id="parts">[^<]*<span class="count">(\d+)', page)[1] == first
    # What was chosen and not read yet is shown before anything is made of it.
    decide(open_to_all, job, do="confirm", municipality="Guastalla", plan="DUP riletto", **chosen)
    assert follow(open_to_all, job)[-1] == "outline"
    assert find_choice("Aprire le scuole") == "action"
    assert "è stato riletto con le tue scelte" in unescape(open_to_all.client.get(job).text)
    decide(open_to_all, job, do="confirm", municipality="Guastalla", plan="DUP riletto")
    assert follow(open_to_all, job)[-1] == "done"
    profile = open_to_all.client.get(job.replace(".html", ".toml"))
    assert 'kind = "action"' in profile.text and 'kind = "objective"' not in profile.text
    assert "attachment" in profile.headers["content-disposition"]
