"""The map's content, places and page, without a browser (test_browser has one)."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from math import hypot
from pathlib import Path

import pytest
from click.testing import CliRunner

from dupgraph.cli import group
from dupgraph.engines import open_engine
from dupgraph.errors import OutputError, QueryError
from dupgraph.netmap import draw_map, read_content
from dupgraph.netmap.content import Quote
from dupgraph.netmap.layout import Label, Node, find_positions, wrap_label
from dupgraph.netmap.page import mark_words

DATA = Path(__file__).parent / "data" / "map"
SMALL = DATA / "small-plan.ttl"
HOSTILE = DATA / "hostile-plan.ttl"


def read_data(html):
    return json.loads(re.search(r'<script type="application/json" id="map-data">(.*?)</script>', html, re.DOTALL)[1])


def make_quote(exact, prefix="", suffix="", partner="p", start=0):
    return Quote("e", partner, exact, prefix, suffix, start, "", "")


class TestContent:
    def test_elements_come_in_the_plans_order_each_before_its_parts(self):
        content = read_content(open_engine(SMALL))
        assert [element.code for element in content.elements] == [
            "1",
            "1.3",
            "1.3.3",
            "1.3.5",
            "1.3.10",
            "2",
            "2.1",
            "2.1.1",
        ]
        assert content.elements[2].parent == "guideline/1.3"

    def test_partners_have_italian_labels_and_their_other_names(self):
        partners = {partner.id: partner for partner in read_content(open_engine(SMALL)).partners}
        assert [partner.label for partner in partners.values()] == ["Azienda USL di Modena", "Scuole", "Terzo settore"]
        ausl = partners["organization/ausl-modena"]
        assert ausl.kind == "organization"
        assert {"AUSL", "Azienda Sanitaria Locale (ASL)"} <= set(ausl.aliases)
        assert partners["actors/schools"].kind == "actor-category"

    def test_quotes_are_those_of_involvement_alone(self):
        quotes = read_content(open_engine(SMALL)).quotes
        assert [(quote.element, quote.exact, quote.kind, quote.page) for quote in quotes] == [
            ("objective/1.3.3", "AUSL", "Collabora", "7"),
            ("objective/1.3.3", "enti del Terzo\nsettore", "", ""),
            ("objective/1.3.5", "AUSL", "", ""),
            ("objective/1.3.5", "scuole", "", ""),
            ("guideline/2.1", "scuole", "", ""),
        ]

    def test_the_plan_and_its_text_are_named(self):
        content = read_content(open_engine(SMALL))
        assert content.title == "Piano di prova"
        assert (content.source, content.sha256, content.rules) == ("prova.txt", "0" * 63 + "1", "rules-1")

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
            ("<https://example.org/a> <https://example.org/b> 1 .", "holds no plan"),
            ("<https://example.org/a> a <https://w3id.org/dupgraph/onto/Plan> .", "no elements"),
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


class TestLayout:
    @pytest.mark.parametrize("partners", [1, 25, 63, 120])
    def test_no_label_lies_on_another_and_all_are_inside_the_ring(self, partners):
        nodes = make_plan(4, 4, 6)
        names = ["Azienda USL di Modena", "Scuole", "Enti del Terzo settore e associazioni di volontariato"]
        labels = [Label(f"p{n}", wrap_label(names[n % 3], 14), 4 + n % 3) for n in range(partners)]
        layout = find_positions(nodes, labels, make_links(nodes, partners))
        boxes = []
        for label in labels:
            x, y = layout.places[label.id]
            top = y - label.radius
            assert hypot(x / layout.rx, y / layout.ry) < 1
            boxes.append((x - label.width / 2, top, x + label.width / 2, top + label.height))
        overlaps = [
            (a, b)
            for i, a in enumerate(boxes)
            for b in boxes[i + 1 :]
            if min(a[2], b[2]) - max(a[0], b[0]) > 0.05 and min(a[3], b[3]) - max(a[1], b[1]) > 0.05
        ]
        assert overlaps == []

    def test_the_same_plan_gives_the_same_picture(self):
        nodes = make_plan(3, 2, 5)
        labels = [Label(f"p{n}", ("Scuole",), 5) for n in range(30)]
        links = make_links(nodes, 30)
        assert find_positions(nodes, labels, links) == find_positions(nodes, labels, list(reversed(links)))

    def test_objectives_stand_on_the_ring_in_the_plans_order(self):
        nodes = make_plan(4, 4, 6)
        layout = find_positions(nodes, [], [])
        leaves = [node.id for node in nodes if node.id.count(".") == 2]
        angles = [layout.angles[id] for id in leaves]
        assert angles == sorted(angles)
        for id in leaves:
            x, y = layout.places[id]
            assert hypot(x / layout.rx, y / layout.ry) == pytest.approx(1, abs=0.001)

    def test_levels_stand_further_out_the_higher_they_are(self):
        layout = find_positions(make_plan(4, 4, 6), [], [])
        out = {level: hypot(*layout.places[id]) for level, id in (("policy", "0"), ("guideline", "0.1"))}
        assert hypot(layout.rx, 0) < out["guideline"] + layout.rx - layout.ry
        assert out["policy"] > out["guideline"]

    def test_a_plan_of_one_level_and_one_without_objectives_below_a_guideline_are_drawn(self):
        flat = find_positions([Node("a", None), Node("b", None)], [], [])
        assert flat.places["a"] != flat.places["b"]
        uneven = find_positions([Node("a", None), Node("a.1", "a"), Node("b", None)], [], [])
        assert set(uneven.places) == {"a", "a.1", "b"}

    def test_a_label_that_is_too_long_ends_in_dots(self):
        assert wrap_label("uno due tre quattro cinque sei", 7, 2) == ("uno due", "tre…")
        assert wrap_label("precipitevolissimevolmente", 8) == ("precipitevoli…",)
        assert wrap_label("", 8) == ("",)


class TestText:
    def test_words_are_marked_where_their_surroundings_are(self):
        text = "con le scuole, con l’AUSL e con altre scuole."
        marked = mark_words(text, [make_quote("scuole", "AUSL e con altre ", ".")])
        assert marked == [("con le scuole, con l’AUSL e con altre ", []), ("scuole", ["p"]), (".", [])]

    def test_a_quote_over_a_line_end_is_found_in_the_readable_text(self):
        marked = mark_words("degli enti del Terzo settore. Poi", [make_quote("enti del Terzo\nsettore", "degli ")])
        assert ("enti del Terzo settore", ["p"]) in marked

    def test_one_stretch_may_name_two_and_overlapping_ones_leave_the_text_whole(self):
        quotes = [make_quote("a b", partner="x"), make_quote("a b", partner="y"), make_quote("b c", partner="z")]
        marked = mark_words("a b c", quotes)
        assert marked[0] == ("a b", ["x", "y"])
        assert "".join(words for words, _ in marked) == "a b c"

    def test_a_quote_that_is_not_there_marks_nothing(self):
        assert mark_words("testo", [make_quote("altro")]) == [("testo", [])]


class TestPage:
    def test_the_page_has_every_node_and_line_once(self):
        drawing = draw_map(open_engine(SMALL))
        data = read_data(drawing.html)
        assert len(data["nodes"]) == len(drawing.network.nodes) == 8 + 3
        assert sum(edge["kind"] == "part" for edge in data["edges"]) == 6
        assert sum(edge["kind"] == "involves" for edge in data["edges"]) == 5

    def test_the_words_of_ausl_are_behind_its_line(self):
        edges = read_data(draw_map(open_engine(SMALL)).html)["edges"]
        [edge] = [e for e in edges if (e["from"], e["to"]) == ("objective/1.3.3", "organization/ausl-modena")]
        assert [(quote["prefix"], quote["exact"]) for quote in edge["quotes"]] == [
            ("dei servizi sanitari dell’", "AUSL")
        ]

    def test_the_network_is_pyvis_with_places_and_no_physics(self):
        network = draw_map(open_engine(SMALL)).network
        assert network.options["physics"] == {"enabled": False}
        assert all(node["physics"] is False and {"x", "y"} <= set(node) for node in network.nodes)

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

    def test_nothing_in_the_page_points_to_the_net_except_links_to_click(self):
        html = draw_map(open_engine(SMALL)).html
        assert re.findall(r'<(?:link|img|iframe|object|embed|source)\b[^>]*(?:src|href)="(?!data:,")', html) == []
        assert re.findall(r"<script[^>]+src=", html) == []

    def test_the_table_says_the_same_in_plain_html(self):
        html = draw_map(open_engine(SMALL)).html
        table = html[html.index('<table class="elements">') : html.index("</table>")]
        assert table.count('<th scope="row"') == 8
        assert "<summary>Azienda USL di Modena</summary>" in table
        assert "<mark>AUSL</mark>" in table

    def test_the_footer_names_source_hash_and_rules(self):
        html = draw_map(open_engine(SMALL)).html
        footer = html[html.index("<footer>") : html.index("</footer>")]
        assert all(f"<dd>{words}</dd>" in footer for words in ("prova.txt", "0" * 63 + "1", "rules-1"))

    def test_hostile_labels_stay_text(self):
        html = draw_map(open_engine(HOSTILE)).html
        outside = re.sub(r"<(script|style)\b[^>]*>.*?</\1>", "", html, flags=re.DOTALL)
        assert len(re.findall(r"<script\b[^>]*>.*?</script>", html, re.DOTALL)) == 3
        assert "<script" not in outside
        assert not re.search(r"<(img|svg|iframe|b|textarea)\b", outside)
        assert not re.search(r'href="(?!https?://|#|data:,)', outside)
        assert "{{ 7 * 7 }}" in outside
        assert read_data(html)["nodes"][1]["iri"] == "javascript:window.hurt='element'"


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
