"""What web servers need so that an IRI answers with its page or its data, as the reader asks: rules, not a program.

A thing is no document: its IRI answers 303 See Other, and the document that is best for the reader has an address of
its own. A cache then never mixes page and data, links within a page work from wherever one came, and w3id.org and the
site answer alike. One table says how a request is weighed; three writers say it in the languages of two servers.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from dupgraph.base.errors import OutputError
from dupgraph.schema.links import ELEMENT_KINDS
from dupgraph.schema.namespaces import ROOT

# By ending: what a file is. Data first, then what pages are made of.
MEDIA_TYPES = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "rdf": "application/rdf+xml",
    "rq": "application/sparql-query",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "json": "application/json",
    "xml": "application/xml",
    "txt": "text/plain",
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
# Text whose signs a reader would otherwise have to guess; the other types say in themselves that they are UTF-8.
_WITH_CHARSET = ("text/turtle", "text/csv", "text/plain", "text/html", "text/css", "text/javascript")
# What a page's path is made of: no sign of it needs an escape in an address, and none means anything to a server.
_SEGMENT = "[A-Za-z0-9._~()'-]+"
_PATH = "[A-Za-z0-9._~()'/-]+"
_ANCHOR = "[A-Za-z0-9._-]+"
_NOT_ACCEPTABLE = "Not in a format asked for: pages are text/html, data are text/turtle and application/ld+json."


@dataclass(frozen=True, slots=True)
class _Step:
    """Where ``subject`` fits ``pattern``, the variable ``name`` becomes ``value``; a subject's ``{x}`` is x's value."""

    subject: str
    pattern: str
    name: str
    value: str


def _write_range(media_range: str) -> str:
    return rf"(?:^|,)\s*{media_range}\s*(?:;|,|$)"


def _write_quality(media_range: str) -> str:
    return rf"(?:^|,)\s*{media_range}\s*(?:;[^,;]*)*?;\s*q=([01])(?:\.(\d{{0,3}}))?"


def _find_quality(header: str, name: str, *ranges: str) -> list[_Step]:
    """Return how much a request wants something, as digits without the point; the last range that is there counts."""
    steps = []
    for media_range in ranges:
        steps.append(_Step(header, _write_range(media_range), name, "1"))
        steps.append(_Step(header, _write_quality(media_range), name, "$1$2"))
    return steps


# Two rows of digits, filled up with zeros, where the first is less: they are equal up to a place, and there it is less.
_LESS = r"^(\d*)(?:" + "|".join(rf"{digit}\d*-\1[{digit + 1}-9]" for digit in range(9)) + ")"
_LANGUAGE_IT, _LANGUAGE_EN = (rf"{name}(?:-[a-z0-9-]+)?" for name in ("it", "en"))
_START = {
    **dict.fromkeys(("html", "ttl", "jsonld", "it", "en", "best"), "0"),
    **dict.fromkeys(("format", "second"), "html"),
    **dict.fromkeys(("tree", "path", "span"), ""),
}
_STEPS = (
    *_find_quality("{accept}", "html", r"\*/\*", r"text/\*", "text/html"),
    *_find_quality("{accept}", "ttl", r"\*/\*", r"text/\*", "text/turtle"),
    *_find_quality("{accept}", "jsonld", r"\*/\*", r"application/\*", r"application/ld\+json"),
    # Who asks for nothing takes the page; so does who wants page and data alike.
    _Step("{accept}", r"^\s*$", "html", "1"),
    _Step("{html}", r"^(\d*)$", "best", "$1"),
    _Step("{best}000-{ttl}000", _LESS, "format", "ttl"),
    _Step("{format}-{ttl}", r"^ttl-(\d*)$", "best", "$1"),
    _Step("{best}000-{jsonld}000", _LESS, "format", "jsonld"),
    _Step("{html}", "^0*$", "second", "none"),
    _Step("{format}-{html}", "^html-0*$", "format", "none"),
    *_find_quality("{language}", "it", r"\*", _LANGUAGE_IT),
    *_find_quality("{language}", "en", r"\*", _LANGUAGE_EN),
    _Step("{it}000-{en}000", _LESS, "tree", "en/"),
)


def check_base(base: str) -> str:
    """Return the address of a site with its closing slash: nothing in it means anything to a server's rules.

    Raises OutputError when it is no http(s) address of a folder in plain letters.

    >>> check_base("https://x.example.org/dup")
    'https://x.example.org/dup/'
    """
    label = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    host = rf"(?:{label}(?:\.{label})*|\[[0-9A-Fa-f:]+\])(?::[0-9]{{1,5}})?"
    segment = r"(?!\.)[A-Za-z0-9._~-]+"
    if not re.fullmatch(rf"https?://{host}(?:/{segment})*/?", base):
        raise OutputError(
            f"a site cannot stand at {base[:200]!r}",
            hint="give an http(s) address of plain letters, digits, '.', '-', '_' and '/', "
            "such as https://dati.comune.example.it/dup/",
        )
    return base.rstrip("/") + "/"


def write_apache(base: str) -> bytes:
    """Return the ``.htaccess`` of the site's own folder, for a site at ``base``; raises OutputError as check_base.

    An empty base stands for the root of whatever host the folder will be on.
    """
    # A page that stands at any depth knows its style only where it knows the site's place.
    lost = f"ErrorDocument 404 {urlsplit(check_base(base)).path}404.html\n" if base else ""
    base = check_base(base) if base else "/"
    types = "\n".join(f"AddType {media_type} .{ending}" for ending, media_type in MEDIA_TYPES.items())
    charsets = " ".join(f".{ending}" for ending, media_type in MEDIA_TYPES.items() if media_type in _WITH_CHARSET)
    there = "%{ENV:DUP_ROOT}"
    elements = "\n".join(
        f"RewriteCond {there}$1/{kind}/$2.html -f\n"
        f"RewriteRule ^({_PATH})/mention/({_SEGMENT})/({_ANCHOR})$ - [E=DUP_PATH:$1/{kind}/$2,E=DUP_SPAN:#m-$3]"
        for kind in ELEMENT_KINDS
    )
    files = "\n".join(
        f"RewriteCond {there}$1/{kind}/$2.html -f\n"
        f"RewriteRule ^({_PATH})/mention/({_SEGMENT})\\.(html|ttl|jsonld)$ {base}$1/{kind}/$2.$3 [R=303,NE,L]"
        for kind in ELEMENT_KINDS
    )
    return f"""\
# The site of plans at {base}: written by dupgraph together with the pages; put nothing here by hand.
# Apache 2.4 with the modules rewrite and headers, and in its own configuration, for this folder:
#   AllowOverride FileInfo Indexes Options=Indexes,MultiViews
Options -Indexes -MultiViews
DirectoryIndex index.html
{types}
AddCharset utf-8 {charsets}
<Files "void">
ForceType "text/turtle; charset=utf-8"
</Files>
Header always set Access-Control-Allow-Origin "*"
Header always set X-Content-Type-Options "nosniff"
Header always merge Vary "Accept, Accept-Language" env=DUP_VARY
Header merge Vary "Accept-Language" env=DUP_HOME
ErrorDocument 406 "{_NOT_ACCEPTABLE}"
{lost}RewriteEngine On

# What begins with a dot, and what is for those who run a server, is nobody's to read.
RewriteRule (?:^|/)\\.(?!well-known/) - [R=404,L]
RewriteRule ^(?:nginx\\.conf$|w3id/) - [R=404,L]
# This folder, as the disk has it.
RewriteCond %{{REQUEST_FILENAME}}%{{PATH_INFO}}|$0 ^(.+/)(.+)\\|\\2$
RewriteRule ^.+$ - [E=DUP_ROOT:%1]
# Mentions have no page: they are on the page of their element, of whichever kind it is.
{files}
# What is there is served as it is.
RewriteCond %{{REQUEST_FILENAME}} -f
RewriteRule ^ - [L]
RewriteCond {there}$0index.html -f
RewriteRule ^.+/$ - [L]

# What the reader wants most.
{_write_apache_steps()}

# Home.
RewriteCond %{{ENV:DUP_TREE}} ^en/$
RewriteRule ^$ {base}en/index.html [R=303,L,E=DUP_VARY:1]
RewriteRule ^$ - [L,E=DUP_HOME:1]
# Things.
RewriteRule ^({_PATH}?)/?$ - [E=DUP_PATH:$1]
{elements}
RewriteCond {there}%{{ENV:DUP_PATH}}.html !-f
RewriteRule ^ - [R=404,L]
RewriteCond %{{ENV:DUP_PATH}} ^$
RewriteRule ^ - [R=404,L]
RewriteCond {there}%{{ENV:DUP_PATH}}.%{{ENV:DUP_FORMAT}} !-f
RewriteRule ^ - [E=DUP_FORMAT:%{{ENV:DUP_SECOND}}]
RewriteCond %{{ENV:DUP_FORMAT}} ^none$
RewriteRule ^ - [R=406,L,E=DUP_VARY:1]
RewriteCond %{{ENV:DUP_FORMAT}} !^html$
RewriteRule ^ {base}%{{ENV:DUP_PATH}}.%{{ENV:DUP_FORMAT}} [R=303,NE,L,E=DUP_VARY:1]
RewriteCond {there}en/%{{ENV:DUP_PATH}}.html !-f
RewriteRule ^ - [E=DUP_TREE:]
RewriteRule ^ {base}%{{ENV:DUP_TREE}}%{{ENV:DUP_PATH}}.html%{{ENV:DUP_SPAN}} [R=303,NE,L,E=DUP_VARY:1]
""".encode()


def write_w3id(base: str) -> bytes:
    """Return the ``.htaccess`` to hand in to w3id.org, which leads from dupgraph's IRIs to the site at ``base``.

    It cannot see which files there are, so it goes by the form of a path alone. Raises OutputError as check_base, and
    when ``base`` is w3id.org's own: a circle.
    """
    base = check_base(base)
    if urlsplit(base).hostname == urlsplit(ROOT).hostname:
        raise OutputError(f"{base} would lead to itself", hint="give the address of the server that the files stand on")
    endings = "|".join(MEDIA_TYPES)
    return f"""\
# {ROOT} leads to the site of plans at {base}
# Contact: those who publish that site, as its home page names them.
Options -Indexes -MultiViews
Header always set Access-Control-Allow-Origin "*"
Header always merge Vary "Accept, Accept-Language" env=DUP_VARY
ErrorDocument 406 "{_NOT_ACCEPTABLE}"
RewriteEngine On

# Files have their own addresses.
RewriteRule ^({_PATH}\\.(?:{endings}))$ {base}$1 [R=303,NE,L]
RewriteRule ^\\.well-known/void$ {base}.well-known/void [R=303,L]

# What the reader wants most.
{_write_apache_steps()}

# Home: the data that describe all data are VoID.
RewriteCond %{{ENV:DUP_FORMAT}} ^ttl$
RewriteRule ^$ {base}.well-known/void [R=303,L,E=DUP_VARY:1]
RewriteRule ^$ {base}%{{ENV:DUP_TREE}}index.html [R=303,L,E=DUP_VARY:1]
# Things; a mention is found through the code of its element.
RewriteRule ^({_PATH}?)/?$ - [E=DUP_PATH:$1]
RewriteRule ^({_PATH}/mention/{_SEGMENT})/({_ANCHOR})/?$ - [E=DUP_PATH:$1,E=DUP_SPAN:#m-$2]
RewriteCond %{{ENV:DUP_PATH}} ^$
RewriteRule ^ - [R=404,L]
RewriteCond %{{ENV:DUP_FORMAT}} ^none$
RewriteRule ^ - [R=406,L,E=DUP_VARY:1]
RewriteCond %{{ENV:DUP_FORMAT}} ^html$
RewriteRule ^ {base}%{{ENV:DUP_TREE}}%{{ENV:DUP_PATH}}.html%{{ENV:DUP_SPAN}} [R=303,NE,L,E=DUP_VARY:1]
RewriteRule ^ {base}%{{ENV:DUP_PATH}}.%{{ENV:DUP_FORMAT}} [R=303,NE,L,E=DUP_VARY:1]
""".encode()


def _write_apache_steps() -> str:
    names = {name: f"%{{ENV:DUP_{name.upper()}}}" for name in _START}
    names |= {"accept": "%{HTTP:Accept}", "language": "%{HTTP:Accept-Language}"}
    start = ",".join(f"E=DUP_{name.upper()}:{value}" for name, value in _START.items())
    lines = [f"RewriteRule ^ - [{start}]"]
    for step in _STEPS:
        lines.append(f'RewriteCond "{step.subject.format_map(names)}" "{step.pattern}" [NC,NV]')
        lines.append(f"RewriteRule ^ - [E=DUP_{step.name.upper()}:{step.value.replace('$', '%')}]")
    return "\n".join(lines)


def write_nginx(base: str) -> bytes:
    """Return the rules to include in nginx's ``server`` block whose ``root`` holds the site; OutputError as check_base.

    A base with a path wants the site's folder at that path below the root; an empty one stands for the root of
    whatever host the folder will be on.
    """
    lost = f"error_page 404 {urlsplit(check_base(base)).path}404.html;\n" if base else ""
    base = check_base(base) if base else "/"
    prefix = urlsplit(base).path
    pattern = re.escape(prefix)
    there = f"$document_root{prefix}"
    types = "\n".join(f"        {media_type} {ending};" for ending, media_type in MEDIA_TYPES.items())
    charsets = " ".join(name for name in _WITH_CHARSET if name != "text/html")
    headers = """\
    add_header Access-Control-Allow-Origin "*" always;
    add_header X-Content-Type-Options "nosniff" always;
    add_header Vary $dup_vary always;"""
    files = "\n".join(
        f'    if (-f "{there}$dup_in/{kind}/$dup_of.html") {{ return 303 "{base}$dup_in/{kind}/$dup_of.$dup_ending"; }}'
        for kind in ELEMENT_KINDS
    )
    elements = "\n".join(
        f'    if (-f "{there}$dup_plan/{kind}/$dup_code.html") '
        f'{{ set $dup_path "$dup_plan/{kind}/$dup_code"; set $dup_span $dup_anchor; }}'
        for kind in ELEMENT_KINDS
    )
    return f"""\
# The site of plans at {base}: written by dupgraph together with the pages; put nothing here by hand.
# In a server block:  root (the folder that holds the site at {prefix});  include (this file);
absolute_redirect off;
{lost}set $dup_vary "";
set $dup_plan "";
set $dup_code "";
set $dup_anchor "";

location {prefix} {{
{headers}
    types {{
{types}
    }}
    default_type application/octet-stream;
    charset utf-8;
    charset_types {charsets};
    autoindex off;
    try_files $uri "${{uri}}index.html" @dup_thing;
}}
location = {prefix}.well-known/void {{
{headers}
    types {{ }}
    default_type text/turtle;
    charset utf-8;
    charset_types text/turtle;
}}
# What begins with a dot, and what is for those who run a server, is nobody's to read.
location ~ "^{pattern}(?:.*/)?\\.(?!well-known/)" {{ return 404; }}
location ~ "^{pattern}(?:nginx\\.conf$|w3id/)" {{ return 404; }}
# Mentions have no page: they are on the page of their element, of whichever kind it is.
location ~ "^{pattern}(?<dup_in>{_PATH})/mention/(?<dup_of>{_SEGMENT})\\.(?<dup_ending>html|ttl|jsonld)$" {{
{headers}
    charset utf-8;
{files}
    try_files $uri =404;
}}
# Home.
location = {prefix} {{
{headers}
    set $dup_vary "Accept-Language";
{_write_nginx_steps()}
    if ($dup_tree = "en/") {{ return 303 "{base}en/index.html"; }}
    rewrite ^ {prefix}index.html last;
}}
# Things.
location @dup_thing {{
{headers}
    default_type text/plain;
{_write_nginx_steps()}
    if ($uri ~ "^{pattern}({_PATH}?)/?$") {{ set $dup_path $1; }}
    if ($uri ~ "^{pattern}({_PATH})/mention/({_SEGMENT})/({_ANCHOR})$") {{
        set $dup_plan $1;
        set $dup_code $2;
        set $dup_anchor "#m-$3";
    }}
{elements}
    if ($dup_path = "") {{ return 404; }}
    if (!-f "{there}$dup_path.html") {{ return 404; }}
    set $dup_vary "Accept, Accept-Language";
    if (!-f "{there}$dup_path.$dup_format") {{ set $dup_format $dup_second; }}
    if ($dup_format = "none") {{ return 406 "{_NOT_ACCEPTABLE}\\n"; }}
    if ($dup_format != "html") {{ return 303 "{base}$dup_path.$dup_format"; }}
    if (!-f "{there}en/$dup_path.html") {{ set $dup_tree ""; }}
    return 303 "{base}$dup_tree$dup_path.html$dup_span";
}}
""".encode()


def _write_nginx_steps() -> str:
    names = {name: f"${{dup_{name}}}" for name in _START}
    names |= {"accept": "$http_accept", "language": "$http_accept_language"}
    lines = [f'    set $dup_{name} "{value}";' for name, value in _START.items()]
    for step in _STEPS:
        lines.append(f'    set $dup_subject "{step.subject.format_map(names)}";')
        lines.append(f'    if ($dup_subject ~* "{step.pattern}") {{ set $dup_{step.name} "{step.value}"; }}')
    return "\n".join(lines)
