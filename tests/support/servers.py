"""Real web servers on loopback, each with its own folder and configuration, and ended with the block that runs them."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom
from socket import create_server
from subprocess import DEVNULL, PIPE, STDOUT, Popen

import pytest
from tiers import require_mark

# Programs of administrators stand where the PATH of others does not lead.
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
# Below those that a system gives to whoever asks for any, which may be asked for at any time.
_PORTS = range(10_000, 30_000)
_NGINX = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr notice;
{user}
events {{ }}
http {{
    access_log off;
    error_log {folder}/error.log info;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        include {rules};
    }}
}}
"""
_APACHE = """\
ServerName 127.0.0.1
ServerRoot {folder}
PidFile {folder}/apache.pid
DefaultRuntimeDir {folder}
Mutex file:{folder} default
StartServers 1
ErrorLog /dev/stderr
LogLevel notice
{user}
{modules}
TypesConfig /dev/null
<Directory />
    Require all denied
    AllowOverride None
</Directory>
{hosts}
"""
_HOST = """\
Listen 127.0.0.1:{port}
<VirtualHost 127.0.0.1:{port}>
    DocumentRoot {root}
    ErrorLog {folder}/error-{port}.log
    {rules}
    <Directory {root}>
        Require all granted
        Options Indexes FollowSymLinks MultiViews
        AllowOverride FileInfo Indexes Options=Indexes,MultiViews
    </Directory>
</VirtualHost>
"""
_MODULES = (
    *("mpm_event", "authz_core", "mime", "dir", "autoindex", "negotiation", "rewrite", "headers"),
    *("alias", "proxy", "proxy_http"),
)


def find_ports(count: int) -> list[int]:
    """Return ports that nobody listens on, nor will before a server starts there whose configuration names them."""
    found: list[int] = []
    for port in SystemRandom().sample(_PORTS, 1000):
        if len(found) < count and _is_free(port):
            found.append(port)
    return found


def _is_free(port: int) -> bool:
    try:
        with create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False


def find_server(name: str, package: str) -> str:
    """Return the path of a web server; skip the test where there is none, and fail it under CI."""
    found = shutil.which(name, path=_PATH)
    if found is None:
        reason = f"no {name} here: apt-get install {package}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextmanager
def start_nginx(folder: Path, root: Path, port: int, rules: Path) -> Iterator[None]:
    """Run an nginx whose server block includes ``rules``, with its own files in ``folder``, until the block ends."""
    config = folder / "nginx-main.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    config.write_text(_NGINX.format(folder=folder, root=root, port=port, rules=rules, user=user))
    command = [find_server("nginx", "nginx-light"), "-p", str(folder), "-e", "stderr", "-c", str(config)]
    with run_server(command, folder, "OS: "):
        yield


@contextmanager
def start_apache(folder: Path, hosts: Sequence[tuple[int, Path]], rules: Path | None = None) -> Iterator[None]:
    """Run an Apache with a host for each port and its root, with its own files in ``folder``, until the block ends.

    ``rules`` are a file of directives for each host.
    """
    program = find_server("apache2", "apache2-bin")
    config = folder / "apache.conf"
    include = "" if rules is None else f"Include {rules}"
    modules = "\n".join(f"LoadModule {name}_module {_find_modules()}/mod_{name}.so" for name in _MODULES)
    config.write_text(
        _APACHE.format(
            folder=folder,
            modules=modules,
            user="User www-data\nGroup www-data" if os.geteuid() == 0 else "",
            hosts="".join(_HOST.format(folder=folder, port=port, root=root, rules=include) for port, root in hosts),
        )
    )
    with run_server(
        [program, "-D", "FOREGROUND", "-d", str(folder), "-f", str(config)], folder, "resuming normal operations"
    ):
        yield


def _find_modules() -> Path:
    return next(path for path in (Path("/usr/lib/apache2/modules"), Path("/usr/lib64/httpd/modules")) if path.is_dir())


@contextmanager
def run_server(command: list[str], folder: Path, sign: str, *, kept: bool = True) -> Iterator[None]:
    """Run a server in the foreground from when it says ``sign`` until the block ends; killed if nothing is ``kept``."""
    require_mark("server")
    if shutil.which("setpriv"):
        # Should the tests be killed, the server ends with them.
        command = ["setpriv", "--pdeathsig", "TERM" if kept else "KILL", *command]
    with Popen(command, cwd=folder, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, text=True) as server:
        assert server.stdout is not None
        try:
            said = []
            for line in server.stdout:
                said.append(line)
                if sign in line:
                    break
            else:
                pytest.fail(f"{command} did not start:\n" + "".join(said[-10:]))
            yield
        finally:
            if kept:
                # It ends its own processes first.
                server.terminate()
            else:
                # There is nothing for it to write down.
                server.kill()
