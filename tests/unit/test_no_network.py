"""Hooks can't be taken out again, so each is tried in a process of its own."""

import subprocess
import sys

import pytest

WANTS = {
    "a socket": "import socket; socket.socket()",
    "a local socket": "import socket; socket.socketpair()",
    "a connection": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "a name": "import socket; socket.getaddrinfo('localhost', 80)",
    "an old-fashioned name": "import socket; socket.gethostbyname('localhost')",
    "a page": "import urllib.request; urllib.request.build_opener().open('http://127.0.0.1:9/')",
}
FORBIDDEN = "from cdconsole.no_network import forbid_network\nforbid_network()\nforbid_network()\n"


def run(code: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("code", WANTS.values(), ids=WANTS.keys())
def test_that_whatever_wants_the_network_is_stopped(code: str) -> None:
    done = run(FORBIDDEN + code)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("cdconsole.no_network.NetworkForbidden: socket.")


def test_that_a_library_that_swallows_everything_does_not_swallow_this() -> None:
    code = "try:\n  import socket; socket.socket()\nexcept Exception:\n  print('bad luck')"
    done = run(FORBIDDEN + code)
    assert (done.returncode, done.stdout) == (1, "")


def test_that_pipes_and_the_name_of_this_computer_are_no_network() -> None:
    code = (
        "import multiprocessing, socket\nsocket.gethostname()\n"
        "end, start = multiprocessing.get_context('spawn').Pipe(duplex=False)\nstart.send(7)\nprint(end.recv())"
    )
    done = run(FORBIDDEN + code)
    assert (done.returncode, done.stdout) == (0, "7\n"), done.stderr


def test_that_the_command_line_forbids_it_before_anything_else_is_imported() -> None:
    code = (
        "import sys\nsys.addaudithook(lambda event, args: event == 'sys.addaudithook' and print(sorted(sys.modules)))"
    )
    start = "\nsys.argv = ['cdconsole', '--version']\nfrom cdconsole.__main__ import main\nmain()"
    modules = run(code + start).stdout.splitlines()[0]
    assert "'cdconsole.no_network'" in modules
    assert "'cdconsole.cli'" not in modules
    assert "'socket'" not in modules
