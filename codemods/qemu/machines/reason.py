"""How a machine says that it is deprecated: `deprecation_reason`, set where its class is set up.

One function often sets up several machines: a family's common class_init, a
parent's class_init, whose class its children start from, or the options of a
versioned machine, which those of all older versions begin with.

Source: hw/core/machine.c and include/hw/core/boards.h in QEMU; f59fb1889f for
versions, a2531bb855 for a family.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from codemods.errors import Refused
from codemods.formats.c import classes as c_classes
from codemods.formats.c import functions as c_functions
from codemods.formats.c import literals as c_literals
from codemods.formats.c.classes import Assignment
from codemods.qemu.code.types import Type
from codemods.qemu.machines import machines
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

MEMBER = "deprecation_reason"
_CLASS = "MachineClass"
_CLASSES = f"ObjectClass|{_CLASS}"
BY_HAND = f"set {MEMBER} by hand, or ask for --warn none"


@dataclass(frozen=True)
class Site:
    """A function that sets up machine types: `serves` are the names of all of them."""

    path: str
    function: c_functions.Function
    serves: frozenset[str]


def is_automatic(one: Type) -> bool:
    """Tell whether the macro that defines the type deprecates it by its age (since 9.1)."""
    return MEMBER in one.made


def reason_of(tree: Tree, one: Type) -> tuple[str, c_functions.Function, Assignment] | None:
    """Return where the type `one` gets its reason from: path, function and assignment."""
    for ancestor in (one, *machines.ancestors(tree, one)):
        source = tree.read(ancestor.path)
        defined = c_classes.functions(ancestor.path, source)
        for name in set_up_by(tree, ancestor):
            if name in defined:
                for found in c_classes.assignments(source, defined[name], MEMBER):
                    if found.value != "NULL":
                        return ancestor.path, defined[name], found
    return None


def aliases(tree: Tree, one: Type) -> frozenset[str]:
    """Return the other names that the macro or the functions of the type `one` itself give it."""
    defined = c_classes.functions(one.path, tree.read(one.path))
    set_up = (defined[name] for name in set_up_by(tree, one) if name in defined)
    own = (f for f in set_up if set(_served(tree, one, f)) <= {one.name})
    given = (a for f in own for a in c_classes.assignments(tree.read(one.path), f, "alias"))
    return frozenset((*machines.made_aliases(one), *(a.value.strip('"') for a in given)))


def require_unconditional(
    tree: Tree, path: str, function: c_functions.Function, found: Assignment
) -> None:
    """Refuse where the reason that is `found` in `function` holds only under a condition."""
    if not found.outermost:
        raise Refused(
            f"{function.name}() sets {MEMBER} under a condition already", path=path,
            line=line_of(tree.read(path), found.statement.start), hint=BY_HAND,
        )  # fmt: skip


def site(tree: Tree, one: Type, asked: Sequence[str]) -> Site:
    """Return the function to deprecate the machine type `one` in.

    Arguments:
        asked: the type names of all machines that the patch deprecates.

    Raises:
        Refused: no function is found, or each also serves a machine that is not asked for.
    """
    found = list(_sites(tree, one))
    if not found:
        what = f"looked for {one.class_init}()" if one.class_init else "looked for a class_init"
        raise Refused(
            f"{what} of the machine '{machines.called(one.name)}' in its file, found none",
            path=one.path, line=one.line, hint=BY_HAND,
        )  # fmt: skip
    wanted = frozenset(asked)
    staying = _staying(tree, one.path, frozenset().union(*(s.serves for s in found)) - wanted)
    fitting = [s for s in found if not s.serves & staying]
    if not fitting:
        raise _shared(found[0], staying, one)
    # Of several, the one that serves most of those asked for, else the machine's own.
    return max(fitting, key=lambda s: (len(s.serves & wanted), -found.index(s)))


def older(tree: Tree, one: Type, asked: Sequence[str]) -> tuple[Type, ...]:
    """Return the versions before `one`, oldest first, that its deprecation deprecates as well.

    None where a function serves `one` and no other machine that stays; none either for the
    newest version, with which the whole family would go.
    """
    family = _versions(tree, one)
    at = machines.version(machines.called(one.name))
    if at is None or at[1] == max(family.values(), default=at[1]):
        return ()
    wanted = frozenset(asked)
    for found in _sites(tree, one):
        with_it = _staying(tree, one.path, found.serves - wanted)
        if not with_it:
            return ()
        named = {t: v for t, v in family.items() if t.name in with_it}
        if len(named) == len(with_it) and max(named.values()) <= at[1]:
            return tuple(sorted(named, key=lambda t: (named[t], t.name)))
    return ()


def assign(path: str, source: bytes, function: c_functions.Function, reason: str) -> Edit:
    """Return the edit that sets the reason in `function`.

    It goes behind the description, else behind the last thing that is assigned
    to the class, or behind the call that set it up so far.

    Raises:
        Refused: the function cannot be read, or has no class at hand.
    """
    c_functions.require_clean(source, function, BY_HAND)
    owner = c_classes.handle(source, function, _CLASS, "MACHINE_CLASS", BY_HAND)
    known = c_classes.handles(source, function, _CLASSES)
    indent = c_functions.indentation(source, function.body.end - 1) + "    "
    lines = c_literals.lines(f"{indent}{owner}->{MEMBER} = ", reason, ";")
    return c_functions.insert_lines(path, source, _behind(source, function, owner, known), lines)


def _behind(source: bytes, function: c_functions.Function, owner: str, known: list[str]) -> int:
    """Return the offset of the line before which the new assignment goes."""
    done = [a for a in c_classes.assignments(source, function) if a.outermost and a.object == owner]
    described = [a for a in done if a.member == "desc"]
    if described or done:
        last = (described[:1] or done[-1:])[0].statement.end - 1
        return c_functions.after_line(function.path, source, last)
    body = function.node.child_by_field_name("body")
    outermost = {(n.start_byte) for n in body.children} if body else set()
    chained = [
        span for name, span in c_classes.calls(source, function, known)
        if span.start in outermost and not name.isupper()
    ]  # fmt: skip
    if chained:
        return c_functions.after_line(function.path, source, chained[0].end - 1)
    return c_functions.first_statement(source, function)


def _sites(tree: Tree, one: Type) -> Iterator[Site]:
    """Yield the functions of its own file that set up `one`, the nearest first."""
    source = tree.read(one.path)
    defined = c_classes.functions(one.path, source)
    local = [one, *(a for a in machines.ancestors(tree, one) if a.path == one.path)]
    seen = set()
    for name in (name for t in local for name in set_up_by(tree, t)):
        if name in defined and name not in seen:
            seen.add(name)
            yield Site(one.path, defined[name], frozenset(_served(tree, one, defined[name])))


def _served(tree: Tree, one: Type, function: c_functions.Function) -> Iterator[str]:
    """Yield the names of the machine types, not abstract, that `function` sets up."""
    paths = [one.path]
    if not c_classes.is_static(tree.read(one.path), function):
        paths = [p for p in tree.naming(function.name, ("hw",)) if p.endswith(".c")]
    types = (t for p in paths for t in machines.types(tree, p))
    queue = [t for t in types if function.name in set_up_by(tree, t)]
    seen = set()
    while queue:
        served = queue.pop()
        if served.name in seen:
            continue
        seen.add(served.name)
        if machines.is_machine(served):
            yield served.name
        # Nothing is derived from one version of a machine.
        if not machines.is_versioned(machines.called(served.name)):
            queue += machines.children(tree, served)


def set_up_by(tree: Tree, one: Type) -> tuple[str, ...]:
    """Return the functions that set up the class of `one` itself, outermost first."""
    return _called(one.path, tree.read(one.path), one.class_init, one.made)


@lru_cache(maxsize=4096)
def _called(path: str, source: bytes, class_init: str, made: str) -> tuple[str, ...]:
    """Return `class_init`, unless it is in the text that a macro `made`, and all that it calls."""
    queue = [class_init] if class_init else []
    if made:
        expanded = made.encode("latin-1")
        function = c_classes.functions(path, expanded).get(class_init)
        queue = list(_callees(expanded, function)) if function else []
    chain: list[str] = []
    while queue:
        name = queue.pop(0)
        if name not in chain:
            chain.append(name)
            queue += _callees_of(path, source, name)
    return tuple(chain)


@lru_cache(maxsize=4096)
def _callees_of(path: str, source: bytes, name: str) -> tuple[str, ...]:
    function = c_classes.functions(path, source).get(name)
    return _callees(source, function) if function else ()


def _callees(source: bytes, function: c_functions.Function) -> tuple[str, ...]:
    names = c_classes.handles(source, function, _CLASSES)
    called = (name for name, _ in c_classes.calls(source, function, names))
    return tuple(name for name in dict.fromkeys(called) if not name.isupper())


def _staying(tree: Tree, path: str, names: frozenset[str]) -> frozenset[str]:
    """Return those of the machine types `names` that are not deprecated."""
    types = (t for n in names if (t := machines.named(tree, n, path)))
    return frozenset(t.name for t in types if not is_automatic(t) and reason_of(tree, t) is None)


def _versions(tree: Tree, one: Type) -> dict[Type, tuple[int, ...]]:
    """Return the machines of the family of `one` in its file, each with its release."""
    own = _family(machines.called(one.name))
    found = ((t, machines.version(machines.called(t.name))) for t in machines.types(tree, one.path))
    return {t: v[1] for t, v in found if v and v[0] == own and machines.is_machine(t)}


def _family(name: str) -> str:
    """Return what all versions of the machine `name` are called; "" where it has no version."""
    found = machines.version(name)
    return found[0] if found else ""


def _shared(found: Site, staying: frozenset[str], one: Type) -> Refused:
    names = [machines.called(n) for n in found.serves & staying]
    own = _family(machines.called(one.name))
    # What is no other version of it explains most, so it comes first.
    names.sort(key=lambda n: (_family(n) == own != "", n))
    listed = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return Refused(
        f"{found.function.name}() also sets up {listed}: '{machines.called(one.name)}' cannot be "
        "deprecated alone",
        path=found.path, line=found.function.line,
        hint="name all of them with --together, or ask for --warn none",
    )  # fmt: skip
