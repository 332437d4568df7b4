# SPDX-License-Identifier: GPL-2.0
"""The files under src/, their rooms and the order of these (rooms.order), and the symbols of their objects."""
import collections
import functools
import os
import pathlib
import re
import subprocess
import sys

import c_source

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE_DIRECTORIES = ('src/module', 'src/ctl', 'src/nft-expr', 'src/stubs')


def start(description):
    """The root of the tree that a check looks at: its argument, or the project that it is a part of."""
    if len(sys.argv) > 2 or sys.argv[1:2] in (['-h'], ['--help']):
        sys.exit(f'{description}\n\nusage: {sys.argv[0]} [ROOT]')
    return Tree(pathlib.Path(sys.argv[1]) if sys.argv[1:] else HERE.parents[1])


def tell(findings):
    for finding in findings:
        print(finding)


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root).resolve()

    @functools.cached_property
    def files(self):
        """All .c and .h under src/, from the root."""
        return sorted(str(path.relative_to(self.root)) for path in (self.root / 'src').rglob('*.[ch]') if path.is_file())

    @functools.lru_cache(maxsize=None)
    def source(self, name):
        return c_source.Source(self.root / name, name)

    @functools.cached_property
    def _order(self):
        """([(room, [rooms of other trees that it may use])] from top to bottom, {word: {path: reason}} of the exceptions)"""
        here = self.root / 'tests/style.d/rooms.order'
        rooms, exceptions = [], {'outside': {}, 'shared': {}, 'alone': {}}
        for line in (here if here.exists() else HERE / 'rooms.order').read_text().splitlines():
            words = line.split('#')[0].split()
            if words and words[0] in exceptions:
                exceptions[words[0]][words[1]] = ' '.join(words[2:])
            elif words:
                rooms.append((words[0], words[1:]))
        return rooms, exceptions

    def excepted(self, word, name):
        """Is a file an exception of this kind?"""
        return name in self._order[1][word]

    @functools.cached_property
    def rooms(self):
        return [room for room, _ in self._order[0]]

    def outside(self, name):
        """Is a file outside of the order?"""
        return any(name.startswith(f'{room}/') for room in self._order[1]['outside'])

    def room(self, name):
        """A file's room, None if there is none for it."""
        directory = os.path.dirname(name)
        return directory if directory in self.rooms else None

    def may_use(self, user, used):
        """May a room include, and call, another one?"""
        if user == used:
            return True
        if self.rooms.index(used) > self.rooms.index(user):
            return False
        same_tree = used.split('/')[:2] == user.split('/')[:2]
        return same_tree or used in dict(self._order[0])[user]

    def resolve(self, user, path):
        """The files that an #include "path" can mean."""
        own, *others = [os.path.normpath(os.path.join(directory, path))
                        for directory in (os.path.dirname(user), *INCLUDE_DIRECTORIES)]
        if (self.root / own).is_file():
            return [own]
        return sorted({other for other in others if (self.root / other).is_file()})


class Program:
    """Objects that are linked, or loaded, together."""

    def __init__(self, name, objects):
        self.name = name
        self.undefined, self.definers = {}, collections.defaultdict(list)
        for source, path in sorted(objects.items()):
            self.undefined[source] = set()
            for kind, symbol in symbols(path):
                if kind in 'Uwv':
                    self.undefined[source].add(symbol)
                elif kind.isupper() or kind in 'uiWV':
                    self.definers[symbol].append(source)

    @functools.cached_property
    def calls(self):
        """{file: {file: {symbols of the second that the first uses}}}"""
        calls = {source: collections.defaultdict(set) for source in self.undefined}
        for source, names in self.undefined.items():
            for name in names:
                for definer in self._definers(source, name):
                    calls[source][definer].add(name)
        return calls

    def _definers(self, source, name):
        """Programs that share objects have several of one name: the one in the same room is meant."""
        found = [definer for definer in self.definers.get(name, ()) if definer != source]
        near = [definer for definer in found if os.path.dirname(definer) == os.path.dirname(source)]
        return near or found


def symbols(path):
    """(type, name) of each symbol, as nm tells them"""
    told = subprocess.run([os.environ.get('NM', 'nm'), '-P', path], check=True, capture_output=True, text=True).stdout
    for line in told.splitlines():
        words = line.split()
        if len(words) > 1:
            yield words[1], words[0]


def objects_below(tree, directory, prefix):
    """{source: object} of all objects whose source is there"""
    found = {}
    for path in sorted(pathlib.Path(directory).rglob('*.o')):
        source = prefix + str(path.relative_to(directory).with_suffix('.c'))
        if (tree.root / source).is_file():
            found[source] = path
    return found


def kernel_directory(tree):
    """Where the modules were built: NETFLOW_KBUILD, or where it was done last."""
    if os.environ.get('NETFLOW_KBUILD'):
        return tree.root / os.environ['NETFLOW_KBUILD']
    built = sorted((tree.root / 'build/kbuild').glob('*/nf_netflow.o'), key=lambda path: path.stat().st_mtime)
    return built[-1].parent if built else None


def linked(tree):
    """{program: {source: object}} of userspace, by the commands that make would run; without a Makefile, all are one"""
    objects = objects_below(tree, tree.root / 'build/obj', 'src/')
    if not (tree.root / 'Makefile').is_file():
        return {'userspace': objects} if objects else {}
    told = subprocess.run(['make', '-C', tree.root, '-nB', '--no-print-directory', 'tools'], check=True, capture_output=True,
                          text=True).stdout.replace('\\\n', ' ')
    # An archive is what was put into it.
    for archive, members in re.findall(r'\bar rcs (build/obj/\S+[.]a)(.*)', told):
        told = re.sub(rf'( -o build/.*){re.escape(archive)}', lambda link, members=members: link.group(1) + members, told)
    found = {}
    for program, rest in re.findall(r' -o build/(?:bin|lib)/(\S+)(.*)', told):
        sources = [name.replace('build/obj/', 'src/', 1)[:-2] + '.c' for name in re.findall(r'build/obj/\S+[.]o\b', rest)]
        if sources:
            found[os.path.basename(program)] = {source: objects[source] for source in sources if source in objects}
    return found


def programs(tree):
    """The kernel's modules, and what runs in userspace."""
    found = [Program(name, objects) for name, objects in linked(tree).items()]
    directory = kernel_directory(tree)
    if directory:
        found.insert(0, Program('kernel', objects_below(tree, directory / 'src', 'src/')))
    return found


def circles(calls):
    """The strongly connected components of more than one node (Tarjan), sorted."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in calls[node]:
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            component = stack[stack.index(node):]
            del stack[stack.index(node):]
            if len(component) > 1:
                found.append(sorted(component))

    for node in calls:
        if node not in index:
            visit(node)
    return sorted(found)


def short(name):
    return re.sub(r'^src/', '', name)
