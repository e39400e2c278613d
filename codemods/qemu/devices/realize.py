"""How a device says that it is deprecated: a warning first thing when it is realized.

Often one function realizes several types: those of a family, and all that are
derived from one of them.  Then the warning asks for the type by its name.

Source: 7c8d295b27, e9a54265f5 and 8d8a30d1ac in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.formats.c import calls as c_calls
from codemods.formats.c import classes as c_classes
from codemods.formats.c import functions as c_functions
from codemods.model import WARNING, Mark, Request
from codemods.qemu.code import warning
from codemods.qemu.code.types import Type
from codemods.qemu.devices import types as device_types
from codemods.qemu.devices.types import Ancestry
from codemods.source.splice import Edit
from codemods.source.tree import Tree

_Add = Callable[[Tree, Request], Iterable[Edit]]

BY_HAND = "add the warning by hand, or ask for --warn none"
_CLASSES = r"ObjectClass|\w*Class"
_PARENT = "device_class_set_parent_realize"
#: What a realize function is called in a class; the second one is from before 2.0.
_MEMBERS = ("realize", "init")
#: Members of a class that say whether `-device` takes the type; the second one before 2.10.
_CREATABLE = ("user_creatable", "cannot_instantiate_with_device_add_yet")
#: Of these a machine often has several.
_MANY = ("DEVICE_CATEGORY_STORAGE", "DEVICE_CATEGORY_NETWORK")


@dataclass(frozen=True)
class Site:
    """The function that realizes a device, and the types that set it up to do so."""

    path: str
    function: c_functions.Function
    setters: tuple[Type, ...]


def is_creatable(tree: Tree, ancestry: Ancestry) -> bool:
    """Tell whether `-device` takes the type: by its own class or the nearest that says it."""
    for one in ancestry.types:
        for path, function in class_functions(tree, one):
            for said in c_classes.assignments(tree.read(path), function, *_CREATABLE):
                return (said.value == "true") == (said.member == _CREATABLE[0])
    return not ancestry.on_sysbus


def warning_of(tree: Tree, ancestry: Ancestry, add: _Add) -> Mark:
    """Return the mark that the realize function warns about the device, there or missing.

    Arguments:
        add: makes it.

    Raises:
        Refused: no realize function is found, or several.
    """
    site = find_site(tree, ancestry)
    source, name = tree.read(site.path), ancestry.types[0].name
    said = warning.said(site.path, source, site.function.body, name)
    return said or Mark(WARNING, site.path, site.function.line, add=add)


def warn(tree: Tree, ancestry: Ancestry, subject: str, request: Request) -> Iterator[Edit]:
    """Yield the edits that warn about the device `ancestry` when it is realized.

    None where its realize function names it in a warning already.

    Arguments:
        subject: what the message calls the device.

    Raises:
        Refused: no realize function is found, or several.
    """
    one = ancestry.types[0]
    site = find_site(tree, ancestry)
    source = tree.read(site.path)
    c_functions.require_clean(source, site.function, BY_HAND)
    # The warning about another device of the same patch may name this one, too.
    if warning.said(site.path, source, site.function.body, one.name):
        return
    others = _others(tree, site, one)
    together = bool(others) and others.keys() <= {*request.together}
    together = together and request.replacement is None
    together = together and all(_realized_at(tree, site, t) for t in others.values())
    message = warning.text(subject, request)
    if together:
        sharing = [n for n in request.together if n == one.name or n in others]
        message = _joint(message, subject, one.name, sharing)
    terms = []
    if any(warning.qtest_uses(tree, name) for name in (one.name, *(others if together else ()))):
        terms.append(warning.QTEST_GUARD)
    if others and not together:
        terms.append(_is_exactly(tree, site, one))
    many = not is_creatable(tree, ancestry) or _is_many(tree, ancestry)
    yield from warning.at_top(
        site.path, source, site.function, message,
        name="warn_report_once" if many else "warn_report",
        condition=_condition(terms),
    )  # fmt: skip
    if warning.QTEST_GUARD in terms:
        yield from warning.include_qtest(tree, site.path, source)


def find_site(tree: Tree, ancestry: Ancestry) -> Site:
    """Return the function that realizes the device: its own, else that of the nearest ancestor.

    Raises:
        Refused: there is none, or there are several.
    """
    for one in ancestry.types:
        names = _realizes(tree, one)
        if len(names) > 1:
            raise Refused(
                f"'{one.name}' is realized by {' and '.join(f'{n}()' for n in names)}",
                path=one.path, line=one.line, hint=BY_HAND,
            )  # fmt: skip
        if names:
            path, function = _defined(tree, one, names[0])
            return Site(path, function, tuple(_setters(tree, one, path, function)))
    one = ancestry.types[0]
    raise Refused(
        f"looked for the realize function in the class_init of '{one.name}' and of its parents, "
        "found none", path=one.path, line=one.line, hint=BY_HAND,
    )  # fmt: skip


def _realizes(tree: Tree, one: Type) -> list[str]:
    """Return the functions that the classes of `one`, not of its parents, name for realize."""
    functions = list(class_functions(tree, one))
    found: list[str] = []
    for member in _MEMBERS:
        for path, function in functions:
            source = tree.read(path)
            made = c_classes.assignments(source, function, member)
            found += [a.value.removeprefix("&") for a in made if a.value != "NULL"]
            if member == "realize":
                given = c_calls.calls(source, function.node, _PARENT)
                found += [name for call in given if (name := c_calls.name(call.argument(1)))]
        if found:
            break
    return list(dict.fromkeys(found))


def class_functions(tree: Tree, one: Type) -> Iterator[tuple[str, c_functions.Function]]:
    """Yield the functions that set up the class of `one`: class_init and what it calls for it."""
    if not one.class_init:
        return
    path = _file_of(tree, one.path, one.class_init)
    if path is None:
        return
    source = tree.read(path)
    defined = c_classes.functions(path, source)
    queue, seen = [one.class_init], set()
    while queue:
        name = queue.pop(0)
        if name in seen or name not in defined:
            continue
        seen.add(name)
        yield path, defined[name]
        handles = c_classes.handles(source, defined[name], _CLASSES)
        queue += [n for n, _ in c_classes.calls(source, defined[name], handles) if not n.isupper()]


def _file_of(tree: Tree, near: str, name: str) -> str | None:
    """Return the file that defines the function `name`: `near`, or the only other one."""
    if name in c_classes.functions(near, tree.read(near)):
        return near
    paths = [p for p in tree.naming(name, ("hw",)) if p.endswith(".c")]
    found = [p for p in paths if name in c_classes.functions(p, tree.read(p))]
    return found[0] if len(found) == 1 else None


def _defined(tree: Tree, one: Type, name: str) -> tuple[str, c_functions.Function]:
    if not name.isidentifier():
        shown = " ".join(name.split())
        raise Refused(
            f"'{one.name}' is realized by what `{shown}` gives, which is not known here",
            path=one.path, line=one.line, hint=BY_HAND,
        )  # fmt: skip
    path = _file_of(tree, one.path, name)
    if path is None:
        raise Refused(
            f"looked for one definition of {name}(), which realizes '{one.name}', found none",
            path=one.path, line=one.line, hint=BY_HAND,
        )  # fmt: skip
    return path, c_classes.functions(path, tree.read(path))[name]


def _setters(tree: Tree, one: Type, path: str, function: c_functions.Function) -> Iterator[Type]:
    """Yield the types whose own classes name `function` for realize."""
    paths = [one.path, path]
    if not c_classes.is_static(tree.read(path), function):
        paths += [p for p in tree.naming(function.name, ("hw",)) if p.endswith(".c")]
    for place in dict.fromkeys(paths):
        for other in device_types.of_file(tree, place):
            if function.name in _realizes(tree, other):
                yield other


def _others(tree: Tree, site: Site, one: Type) -> dict[str, Type]:
    """Return the other types that the function may realize: its setters and all below them."""
    found = {t.name: t for t in site.setters}
    for setter in site.setters:
        found |= {t.name: t for t in device_types.descendants(tree, setter.name)}
    return {n: t for n, t in found.items() if not t.abstract and n != one.name}


def _realized_at(tree: Tree, site: Site, other: Type) -> bool:
    """Tell whether `other` has no realize function of its own before the one of `site`."""
    ancestry = device_types.ancestry(tree, other)
    return ancestry is not None and find_site(tree, ancestry).function == site.function


def _is_exactly(tree: Tree, site: Site, one: Type) -> str:
    """Return the condition that tells the type `one` from all others."""
    source = tree.read(site.path)
    names = [name for _, name in c_functions.pointers(source, site.function)]
    if not names:
        raise Refused(
            f"{site.function.name}() also realizes other types, and its object has no name",
            path=site.path, line=site.function.line, hint=BY_HAND,
        )  # fmt: skip
    spelled = device_types.spelled(tree, one, site.path)
    if device_types.children(tree, one.name):
        return f"!strcmp(object_get_typename(OBJECT({names[0]})), {spelled})"
    return f"object_dynamic_cast(OBJECT({names[0]}), {spelled})"


def _condition(terms: Sequence[str]) -> str:
    one = " && ".join(terms)
    if len(f"    if ({one}) {{") <= warning.WIDTH:
        return one
    lines = " &&\n        ".join(terms).split("\n")
    return "\n".join(_broken(line, n) for n, line in enumerate(lines))


def _broken(line: str, number: int) -> str:
    """Return a line of a condition with the type's name in a line of its own if it is too long."""
    before = 0 if number else len("    if (")
    if before + len(f"{line}) {{") <= warning.WIDTH:
        return line
    head, _, tail = line.rpartition(", ")
    return f"{head},\n{' ' * (before + line.index('(') + 1)}{tail}"


def _joint(message: str, subject: str, name: str, names: Sequence[str]) -> str:
    """Return `message` for all of `names` in place of `name` alone."""
    each = [subject.replace(name, n) for n in names]
    return message.replace(f"{subject} is ", f"{', '.join(each[:-1])} and {each[-1]} are ", 1)


def _is_many(tree: Tree, ancestry: Ancestry) -> bool:
    return any(
        call.argument(0) in _MANY
        for one in ancestry.types
        for path, function in class_functions(tree, one)
        for call in c_calls.calls(tree.read(path), function.node, "set_bit")
    )
