"""Reads the body of a request out of a snippet that is not run here, as tree-sitter's grammar of the language reads it.

One question a line, {"language": "swift", "text": …}, one answer a line, {"body": …} or {"error": …}.
"""

import ast
import json
import sys

import tree_sitter_objc
import tree_sitter_swift
from tree_sitter import Language, Parser

GRAMMARS = {"swift": tree_sitter_swift, "objectiveC": tree_sitter_objc}


def nodes(node):
    yield node
    for child in node.children:
        yield from nodes(child)


def tree(language, text):
    root = Parser(Language(GRAMMARS[language].language())).parse(text.encode()).root_node
    wrong = next((node for node in nodes(root) if node.is_error or node.is_missing), None)
    if wrong:
        raise ValueError(f"{wrong.type} at {wrong.start_point}: {wrong.text[:80]!r}")
    return root


def swift(root):
    (literal,) = (node for node in nodes(root) if node.type == "raw_string_literal")
    inner = [child.type for child in nodes(literal)]
    if any("interpol" in kind for kind in inner):
        raise ValueError(f"the body is interpolated: {inner}")
    text = literal.text.decode()
    marks = text[: text.index('"')]
    first, last = f'{marks}"""\n', f'\n"""{marks}'
    if not (text.startswith(first) and text.endswith(last)):
        raise ValueError(f"no raw string: {text[:40]!r} … {text[-40:]!r}")
    return text[len(first) : -len(last)]


def objective_c(root):
    (declaration,) = (n for n in nodes(root) if n.type == "declaration" and b"*body" in n.text)
    strings = [n for n in nodes(declaration) if n.type in ("string_literal", "string_expression", "string")]
    outermost = [n for n in strings if not any(o is not n and o.start_byte <= n.start_byte and n.end_byte <= o.end_byte and o.text != n.text for o in strings)]
    lines = b"\n".join(n.text for n in outermost).decode().split("\n")
    # C's escapes are those of Python as far as they stand here; `\?` is C's alone.
    return "".join(ast.literal_eval(line.strip().lstrip("@").replace("?\\?", "??")) for line in lines)


READERS = {"swift": swift, "objectiveC": objective_c}

for question in map(json.loads, sys.stdin):
    try:
        answer = {"body": READERS[question["language"]](tree(question["language"], question["text"]))}
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer))
