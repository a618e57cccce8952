"""The tail is where code rots: no file, function, class or parameter list may grow past its budget."""

from __future__ import annotations

import ast

from architecture.source import Function, sources

FILE_LINES = 400
FUNCTION_LINES = 50
CLASS_METHODS = 20
PARAMETERS = 6


def test_that_no_file_is_longer_than_its_budget() -> None:
    over = {file.name: file.non_blank_lines for file in sources() if file.non_blank_lines > FILE_LINES}
    assert over == {}


def test_that_no_function_is_longer_than_its_budget() -> None:
    over = {
        f"{file.name}:{function.name}": length
        for file in sources()
        for function in file.functions()
        if (length := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    }
    assert over == {}


def test_that_no_class_has_more_methods_than_its_budget() -> None:
    over = {
        f"{file.name}:{cls.name}": methods
        for file in sources()
        for cls in file.classes()
        if (methods := sum(isinstance(node, Function) for node in cls.body)) > CLASS_METHODS
    }
    assert over == {}


def test_that_no_function_takes_more_parameters_than_its_budget() -> None:
    over = {
        f"{file.name}:{function.name}": count
        for file in sources()
        for function in file.functions()
        if (count := parameter_count(function.args)) > PARAMETERS
    }
    assert over == {}


def parameter_count(arguments: ast.arguments) -> int:
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return sum(1 for argument in named if argument.arg not in ("self", "cls"))
