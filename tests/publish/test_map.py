"""The map's content, places and page, without a browser (test_browser has one)."""

import json
import re
import sys
from base64 import b64encode
from hashlib import sha256
from math import hypot
from pathlib import Path

import pytest
from click.testing import CliRunner

from dupgraph.ask.analysis.matrices import count_matrix
from dupgraph.ask.analysis.network import PlanMention
from dupgraph.base.errors import OutputError, QueryError
from dupgraph.base.files import find_resource
from dupgraph.cli import group
from dupgraph.graph.engines import open_engine
from dupgraph.language.languages import load_texts
from dupgraph.publish.map import page
from dupgraph.publish.map.content import read_content
from dupgraph.publish.map.layout import MOST_LABELS, Group, Label, Node, find_positions, wrap_label
from dupgraph.publish.map.page import VIEWS, draw_map, read_library
from dupgraph.publish.map.spans import find_span

DATA = Path(__file__).parents[1] / "data" / "map"
SMALL = DATA / "small-plan.ttl"
HOSTILE = DATA / "hostile-plan.ttl"
SASSUOLO = find_resource("graph", "sassuolo.ttl")
SOURCE = find_resource("graph", "sassuolo.txt")


def read_data(html):
    return json.loads(re.search(r'<script type="application/json" id="map-data">(.*?)</script>', html, re.DOTALL)[1])


def make_mention(words, before="", after=""):
    return PlanMention("m", "e", "involves", "p", words, before, after, 0, len(words), None, "", "")


def count_letters(text):
    """Return where each letter of a text stands in a browser, which counts in UTF-16."""
    return text.encode("utf-16-le")


def read_quote(data, number):
    """Return what the page shows for a span: its words, and where they stand in the plan's text."""
    span = data["spans"][number]
    if isinstance(span[0], str):
        return span[0], span[3], span[4]
    element, at, letters, start, *rest = span
    text = "".join(piece if isinstance(piece, str) else piece[0] for piece in data["texts"][str(element)][1])
    words = count_letters(text)[2 * at : 2 * (at + letters)].decode("utf-16-le")
    return words, start, rest[0] if rest else start + letters


def find_resource_folder():
    return Path(page.__file__).parent / "templates"


class TestContent:
    def test_elements_come_in_the_plans_order_each_before_its_parts(self):
        content = read_content(open_engine(SMALL))
        codes = [element.code for element in content.elements]
        assert codes == ["1", "1.3", "1.3.3", "1.3.5", "1.3.10", "2", "2.1", "2.1.1"]
        assert content.ids[content.elements[2].parent] == "guideline/1.3"

    def test_things_have_names_in_both_languages_and_other_names(self):
        content = read_content(open_engine(SMALL))
        names = {content.ids[thing.iri]: content.names[thing.iri] for thing in content.things}
        assert (names["place/parco"].it, names["place/parco"].en) == ("Parco Ducale", "Ducal park")
        assert names["organization/ausl-modena"].others == ("AUSL", "Azienda Sanitaria Locale (ASL)")
        assert names["actors/schools"].others == ("istituti scolastici",)
        assert content.name_thing("Collabora", "en") == "Collaborates"

    def test_kinds_of_bodies_are_told_from_bodies(self):
        content = read_content(open_engine(SMALL))
        assert {content.ids[iri] for iri in content.kinds_of_bodies} == {"actors/schools", "actors/third-sector"}

    def test_the_plan_and_its_text_are_named(self):
        content = read_content(open_engine(SMALL))
        assert content.title == "Piano di prova"
        assert (content.source, content.sha256, content.rules) == ("prova.txt", "0" * 63 + "1", "rules-1")

    def test_dependencies_come_with_their_reasons(self):
        content = read_content(open_engine(SMALL))
        pairs = [(content.ids[pair.a], content.ids[pair.b], pair.kind) for pair in content.dependencies]
        assert pairs == [
            ("objective/2.1.1", "objective/1.3.3", "reference"),
            ("objective/1.3.5", "objective/2.1.1", "inferred"),
        ]
        assert [reason.label for reason in content.dependencies[1].reasons] == ["Parco Ducale"]

    def test_of_several_plans_one_must_be_chosen(self, tmp_path):
        for path in (SMALL, HOSTILE):
            (tmp_path / path.name).write_bytes(path.read_bytes())
        engine = open_engine(tmp_path)
        with pytest.raises(QueryError, match="2 plans"):
            read_content(engine)
        assert read_content(engine, "prova").title == "Piano di prova"
        with pytest.raises(QueryError, match="no plan is called 'altro'"):
            read_content(engine, "altro")

    @pytest.mark.parametrize(
        ("turtle", "sentence"),
        [
            ("<https://example.org/a> <https://example.org/b> 1 .", "no plan is described"),
            (
                "<https://example.org/a> a <https://w3id.org/dupgraph/onto/Plan> .",
                "no policies, guidelines or objectives",
            ),
        ],
    )
    def test_a_graph_with_nothing_to_draw_is_an_error(self, tmp_path, turtle, sentence):
        path = tmp_path / "empty.ttl"
        path.write_text(turtle)
        with pytest.raises(QueryError, match=sentence):
            read_content(open_engine(path))


def make_plan(policies, guidelines, objectives):
    nodes = []
    for policy in range(policies):
        nodes.append(Node(f"{policy}", None))
        for guideline in range(guidelines):
            nodes.append(Node(f"{policy}.{guideline}", f"{policy}"))
            nodes += [Node(f"{policy}.{guideline}.{n}", f"{policy}.{guideline}") for n in range(objectives)]
    return nodes


def make_links(nodes, partners):
    leaves = [node.id for node in nodes if node.id.count(".") == 2]
    return [
        (leaves[(number * 7 + step * step * 11) % len(leaves)], f"p{number}")
        for number in range(partners)
        for step in range(1 + 40 // (number + 1))
    ]


def find_overlaps(labels, layout):
    boxes = []
    for label in labels:
        x, y = layout.places[label.id]
        top = y - label.radius
        boxes.append((x - label.width / 2, top, x + label.width / 2, top + label.height))
    return [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if min(a[2], b[2]) - max(a[0], b[0]) > 0.05 and min(a[3], b[3]) - max(a[1], b[1]) > 0.05
    ]


class TestLayout:
    @pytest.mark.parametrize("partners", [1, 25, 63, 120])
    def test_no_label_lies_on_another_and_all_are_inside_the_ring(self, partners):
        nodes = make_plan(4, 4, 6)
        names = ["Azienda USL di Modena", "Scuole", "Enti del Terzo settore e associazioni di volontariato"]
        labels = [Label(f"p{n}", wrap_label(names[n % 3], 14), 4 + n % 3) for n in range(partners)]
        layout = find_positions(nodes, [Group(labels, make_links(nodes, partners))])
        assert find_overlaps(labels, layout) == []
        for label in labels:
            x, y = layout.places[label.id]
            assert hypot(x / layout.rx, y / layout.ry) < 1

    def test_each_group_has_the_middle_to_itself(self):
        nodes = make_plan(4, 4, 6)
        groups = [[Label(f"{kind}{n}", ("Nome lungo",), 5) for n in range(40)] for kind in "pt"]
        links = make_links(nodes, 40)
        layout = find_positions(
            nodes,
            [Group(groups[0], links), Group(groups[1], [(leaf, thing.replace("p", "t")) for leaf, thing in links])],
        )
        assert [find_overlaps(labels, layout) for labels in groups] == [[], []]
        assert layout.places["p7"] == layout.places["t7"]

    def test_beyond_so_many_only_the_first_have_room_for_labels(self):
        nodes = make_plan(4, 4, 6)
        labels = [Label(f"p{n}", ("Un nome", "su due righe"), 5) for n in range(3 * MOST_LABELS)]
        layout = find_positions(nodes, [Group(labels, make_links(nodes, 3 * MOST_LABELS))])
        assert find_overlaps(labels[:MOST_LABELS], layout) == []
        assert set(layout.places) == {label.id for label in labels} | {node.id for node in nodes}

    def test_objectives_too_many_for_the_ring_move_together(self):
        small, large = find_positions(make_plan(4, 4, 6)), find_positions(make_plan(6, 8, 50))
        assert large.ry < 2 * small.ry
        assert large.slot < 2 < small.slot

    def test_the_same_plan_gives_the_same_picture(self):
        nodes = make_plan(3, 2, 5)
        labels = [Label(f"p{n}", ("Scuole",), 5) for n in range(30)]
        links = make_links(nodes, 30)
        assert find_positions(nodes, [Group(labels, links)]) == find_positions(
            nodes, [Group(labels, list(reversed(links)))]
        )

    def test_objectives_stand_on_the_ring_in_the_plans_order(self):
        nodes = make_plan(4, 4, 6)
        layout = find_positions(nodes)
        leaves = [node.id for node in nodes if node.id.count(".") == 2]
        angles = [layout.angles[id] for id in leaves]
        assert angles == sorted(angles)
        for id in leaves:
            x, y = layout.places[id]
            assert hypot(x / layout.rx, y / layout.ry) == pytest.approx(1, abs=0.001)

    def test_levels_stand_further_out_the_higher_they_are(self):
        layout = find_positions(make_plan(4, 4, 6))
        out = {level: hypot(*layout.places[id]) for level, id in (("policy", "0"), ("guideline", "0.1"))}
        assert hypot(layout.rx, 0) < out["guideline"] + layout.rx - layout.ry
        assert out["policy"] > out["guideline"]

    def test_a_plan_of_one_level_and_one_without_objectives_below_a_guideline_are_drawn(self):
        flat = find_positions([Node("a", None), Node("b", None)])
        assert flat.places["a"] != flat.places["b"]
        uneven = find_positions([Node("a", None), Node("a.1", "a"), Node("b", None)])
        assert set(uneven.places) == {"a", "a.1", "b"}

    def test_a_label_that_is_too_long_ends_in_dots(self):
        assert wrap_label("uno due tre quattro cinque sei", 7, 2) == ("uno due", "tre…")
        assert wrap_label("precipitevolissimevolmente", 8) == ("precipitevoli…",)
        assert wrap_label("", 8) == ("",)


class TestText:
    def test_words_are_found_where_their_surroundings_are(self):
        text = "con le scuole, con l’AUSL e con altre scuole."
        assert find_span(text, make_mention("scuole", "AUSL e con altre ", ".")) == (38, 44)

    def test_a_quote_over_a_line_end_is_found_in_the_readable_text(self):
        text = "degli enti del Terzo settore. Poi"
        start, end = find_span(text, make_mention("enti del Terzo\nsettore", "degli "))
        assert text[start:end] == "enti del Terzo settore"

    def test_a_quote_that_is_not_there_is_not_found(self):
        assert find_span("testo", make_mention("altro")) is None
        assert find_span("testo", make_mention(" ")) is None

    def test_each_quote_of_the_page_is_the_slice_of_the_source(self):
        source = SOURCE.read_text(encoding="utf-8")
        data = read_data(draw_map(open_engine(SASSUOLO)).html)
        quotes = [read_quote(data, number) for _, _, mentions in data["links"] for number, *_ in mentions]
        assert len(quotes) > 1000
        # A graph's quotes have their line ends as spaces.
        assert [words for words, start, end in quotes if " ".join(source[start:end].split()) != words] == []


class TestPage:
    def test_the_page_has_every_node_and_line_once(self):
        drawing = draw_map(open_engine(SMALL))
        data = read_data(drawing.html)
        assert len(data["nodes"]) == len(drawing.network.nodes) == 8 + 5
        assert len(data["links"]) == 5 + 1 + 2
        kinds = [edge["kind"] for edge in drawing.network.edges]
        assert {kind: kinds.count(kind) for kind in set(kinds)} == {
            "part": 6,
            "involves": 5,
            "hasTheme": 1,
            "concernsPlace": 2,
            "reference": 1,
            "inferred": 1,
        }

    def test_the_words_of_ausl_are_behind_its_line(self):
        data = read_data(draw_map(open_engine(SMALL)).html)
        ids = [node["id"] for node in data["nodes"]]
        wanted = [ids.index("objective/1.3.3"), ids.index("organization/ausl-modena")]
        [mentions] = [mentions for *ends, mentions in data["links"] if ends == wanted]
        assert [(read_quote(data, number)[0], data["involvements"][kind]) for number, kind in mentions] == [
            ("AUSL", ["Collabora", "Collaborates"])
        ]

    def test_matrices_count_what_the_analysis_counts(self):
        content = read_content(open_engine(SASSUOLO))
        data = read_data(draw_map(open_engine(SASSUOLO)).html)
        for matrix in data["matrices"]:
            counted = count_matrix(content.network, *matrix["kinds"])
            assert sum(count for _, _, count in matrix["cells"]) == sum(map(sum, counted.counts))
            assert matrix["whole"] == [len(counted.rows), len(counted.cols)]

    def test_a_large_plan_says_so(self):
        assert read_data(draw_map(open_engine(SMALL)).html)["is_large"] is False

    def test_the_page_of_sassuolo_is_under_a_megabyte(self):
        assert len(draw_map(open_engine(SASSUOLO)).html.encode()) < 1_000_000

    def test_the_network_in_a_notebook_is_a_frame_that_cannot_get_out(self):
        shown = draw_map(open_engine(HOSTILE))._repr_html_()
        assert shown.startswith("<iframe srcdoc=")
        assert "allow-same-origin" not in shown
        assert shown.count("<") == 2

    def test_the_network_is_pyvis_with_places_and_no_physics(self):
        network = draw_map(open_engine(SMALL)).network
        assert network.options["physics"] == {"enabled": False}
        assert all(node["physics"] is False and {"x", "y"} <= set(node) for node in network.nodes)

    def test_the_page_needs_of_pyvis_its_files_alone(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "pyvis.network", None)
        assert "vis-network" in draw_map(open_engine(SMALL)).html

    def test_the_same_graph_gives_the_same_bytes(self):
        assert draw_map(open_engine(SMALL)).html == draw_map(open_engine(SMALL)).html

    def test_the_policy_allows_exactly_the_scripts_and_the_style_of_the_page(self):
        html = draw_map(open_engine(SMALL)).html
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        inside = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", html, re.DOTALL)
        hashes = {f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'" for code in inside}
        assert hashes == set(re.findall(r"'sha256-[^']*'", policy))
        assert len(hashes) == 3

    def test_a_map_of_a_site_loads_the_library_and_holds_all_else(self):
        html = draw_map(open_engine(SMALL), library="../vis-network.js").html
        assert re.findall(r"<script[^>]+src=.*", html) == ['<script src="../vis-network.js"></script>']
        assert "default-src &#39;none&#39;; script-src &#39;self&#39; &#39;sha256-" in html
        assert read_library() in draw_map(open_engine(SMALL)).html
        assert read_library() not in html

    def test_nothing_in_the_page_points_to_the_net_except_links_to_click(self):
        html = draw_map(open_engine(SMALL)).html
        assert re.findall(r'<(?:link|img|iframe|object|embed|source)\b[^>]*(?:src|href)="(?!data:,")', html) == []
        assert re.findall(r"<script[^>]+src=", html) == []

    def test_the_tables_say_the_same_in_plain_html(self):
        html = draw_map(open_engine(SMALL)).html
        table = html[html.index('<table class="elements">') : html.index("</table>")]
        assert table.count('<th scope="row"') == 8
        assert "Azienda USL di Modena <q>AUSL</q>; Terzo settore <q>enti del Terzo settore</q>" in table
        things = html[html.index('<table class="things">') :]
        assert (
            things.index("Azienda USL di Modena") < things.index("Salute e prevenzione") < things.index("Parco Ducale")
        )
        assert things[: things.index("</table>")].count('<th scope="row"') == 5

    def test_the_footer_names_source_hash_and_rules_and_what_is_missing(self):
        html = draw_map(open_engine(SMALL)).html
        footer = html[html.index("<footer>") : html.index("</footer>")]
        assert all(f"<dd>{words}</dd>" in footer for words in ("prova.txt", "0" * 63 + "1", "rules-1"))
        assert "<dd>2: 1.3.10, 2.1.1</dd>" in footer

    def test_hostile_labels_stay_text(self):
        html = draw_map(open_engine(HOSTILE)).html
        outside = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", html, flags=re.DOTALL)
        assert len(re.findall(r"<script\b[^>]*>.*?</script>", html, re.DOTALL)) == 3
        assert "<script" not in outside
        assert not re.search(r"<(img|svg|iframe|b|textarea)\b", outside)
        assert not re.search(r'href="(?!https?://|#|data:,)', outside)
        assert "{{ 7 * 7 }}" in outside
        data = read_data(html)
        assert "javascript:window.hurt='element'" in [node["id"] for node in data["nodes"]]

    def test_both_languages_have_the_same_words(self):
        words = read_data(draw_map(open_engine(SMALL)).html)["words"]
        assert set(words["it"]) == set(words["en"])

    def test_no_control_character_stands_in_the_page(self):
        html = draw_map(open_engine(SMALL)).html
        assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", html) == []

    def test_the_name_of_a_language_button_holds_what_it_shows(self):
        html = draw_map(open_engine(SMALL)).html
        found = re.findall(r'data-language="\w+"[^>]*aria-label="([^"]+)"[^>]*>(\w+)<', html)
        assert len(found) == 2
        assert all(shown in name for name, shown in found)

    def test_every_word_that_the_script_says_is_there(self):
        templates = find_resource_folder()
        script = "".join(path.read_text(encoding="utf-8") for path in templates.glob("*.js"))
        words = load_texts("map", "it")
        said = set(re.findall(r'say\("(\w+)"', script))
        assert said - set(words) == set()
        assert len(said) > 40


class TestStart:
    def test_a_view_and_a_focus_are_what_the_page_begins_with(self):
        start = read_data(draw_map(open_engine(SMALL), view="dependencies", focus="1.3.5").html)["start"]
        assert (start["view"], start["focus"]) == ("dependencies", "objective/1.3.5")

    @pytest.mark.parametrize("focus", ["AUSL", "azienda usl di modena", "Modena local health authority"])
    def test_a_focus_is_found_by_any_of_its_names(self, focus):
        assert read_data(draw_map(open_engine(SMALL), focus=focus).html)["start"]["focus"] == "organization/ausl-modena"

    def test_an_unknown_view_is_a_sentence_with_the_nearest(self):
        with pytest.raises(QueryError, match=r"no view called 'partner' \(did you mean 'partners'\?\)"):
            draw_map(open_engine(SMALL), view="partner")

    def test_an_unknown_focus_is_a_sentence_with_near_misses(self):
        with pytest.raises(QueryError, match="did you mean: Scuole"):
            draw_map(open_engine(SMALL), focus="scuolle")

    def test_a_focus_that_the_plan_does_not_name_is_a_page_that_says_so(self):
        drawing = draw_map(open_engine(SMALL), focus="Sport")
        assert drawing.nothing == "the plan names 'Sport' nowhere"
        assert read_data(drawing.html)["start"]["missing"] == "Sport"

    def test_things_of_a_result_stand_out(self):
        content = read_content(open_engine(SMALL))
        things = [content.things[0].iri, "https://example.org/elsewhere", content.elements[2].iri]
        drawing = draw_map(open_engine(SMALL), things=things)
        assert drawing.nothing == ""
        assert read_data(drawing.html)["start"]["things"] == [content.ids[things[0]], "objective/1.3.3"]
        assert draw_map(open_engine(SMALL), things=["https://example.org/elsewhere"]).nothing


class TestCommand:
    def test_the_page_is_written_and_its_place_is_said(self, tmp_path):
        path = tmp_path / "page.html"
        result = CliRunner().invoke(group, ["map", "--graph", str(SMALL), "-o", str(path)])
        assert result.exit_code == 0
        assert str(path) in result.stderr
        assert path.read_text(encoding="utf-8") == draw_map(open_engine(SMALL)).html

    def test_the_default_is_a_file_in_the_working_folder(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        assert CliRunner().invoke(group, ["map", "--graph", str(SMALL)]).exit_code == 0
        assert [path.name for path in tmp_path.iterdir()] == ["map.html"]

    def test_a_dash_writes_to_stdout(self):
        result = CliRunner().invoke(group, ["map", "--graph", str(SMALL), "-o", "-"])
        assert result.stdout.startswith("<!DOCTYPE html>")

    def test_a_missing_folder_is_a_sentence_and_the_earlier_page_stays(self, tmp_path):
        path = tmp_path / "missing" / "page.html"
        result = CliRunner().invoke(group, ["map", "--graph", str(SMALL), "-o", str(path)])
        assert isinstance(result.exception, OutputError)
        assert "mkdir -p" in str(result.exception)
        assert not path.parent.exists()

    @pytest.mark.parametrize("view", VIEWS)
    def test_each_view_can_be_the_first(self, tmp_path, view):
        result = CliRunner().invoke(
            group, ["map", "--graph", str(SMALL), "--view", view, "-o", str(tmp_path / "a.html")]
        )
        assert result.exit_code == 0

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [(["--view", "matrice"], "did you mean 'matrix'"), (["--focus", "scuolle"], "did you mean: Scuole")],
    )
    def test_an_unknown_view_or_focus_writes_nothing(self, tmp_path, options, sentence):
        path = tmp_path / "a.html"
        result = CliRunner().invoke(group, ["map", "--graph", str(SMALL), *options, "-o", str(path)])
        assert isinstance(result.exception, QueryError)
        assert sentence in str(result.exception)
        assert not path.exists()

    def test_an_empty_selection_is_a_page_and_exit_1(self, tmp_path):
        path = tmp_path / "a.html"
        result = CliRunner().invoke(group, ["map", "--graph", str(HOSTILE), "--view", "themes", "-o", str(path)])
        assert result.exit_code == 1
        assert "il piano non ha niente per la vista themes" in result.stderr
        assert path.exists()
