#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0
"""A table of what tests/style keeps small: files of a folder, circles of calls, foreign prototypes, lengths of functions."""
import collections
import importlib.machinery
import importlib.util
import os
import statistics

import trees

NAMES = ('src/module', 'src/nft-expr', 'src/ctl')


def program(name):
    """A check, which has no .py in its name, as a module."""
    loader = importlib.machinery.SourceFileLoader(name, str(trees.HERE / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


def below(names, top):
    return [name for name in names if name.startswith(f'{top}/')]


def folders(tree, top):
    return collections.Counter(os.path.dirname(name) for name in below(tree.files, top) if counted(name))


def counted(name):
    """Headers that stand in for the kernel's are not ours to arrange."""
    return '/compat/' not in name and not name.startswith('src/stubs/')


def circles(found, top):
    return [members for _, members in found if below(members, top)]


def column(tree, top, foreign, all_circles):
    names = [name for name in below(tree.files, top) if counted(name)]
    headers = [name for name in names if name.endswith('.h')]
    prototypes = [item for name in headers for item in tree.source(name).declares() if item.kind == 'prototype']
    lengths = [item.lines for name in names for item in tree.source(name).functions()]
    sizes = [tree.source(name).text.count('\n') for name in names]
    number = folders(tree, top)
    found = circles(all_circles, top)
    strays = [name for name, item, _ in foreign if name in headers and item.kind == 'prototype']
    return {
        'files': len(names),
        'folders': len(number),
        'files of a folder, median / most': f'{statistics.median(number.values()):g} / {max(number.values())}',
        'lines of a file, median / most': f'{statistics.median(sizes):g} / {max(sizes)}',
        'circles of calls': len(found),
        'files in them': sum(map(len, found)),
        'prototypes': len(prototypes),
        'in a foreign header': len(strays),
        'functions': len(lengths),
        'lines of a function, median / longest': f'{statistics.median(lengths):g} / {max(lengths)}',
    }


def main():
    tree = trees.start(__doc__)
    foreign = list(program('headers').foreign(tree))
    found = list(program('circles').largest(trees.programs(tree), lambda one: one.calls))
    names = [top for top in NAMES if below(tree.files, top)]
    columns = [column(tree, top, foreign, found) for top in names]
    print('| |' + '|'.join(names) + '|\n|-|' + '-|' * len(names))
    for row in columns[0]:
        print(f'|{row}|' + '|'.join(str(one[row]) for one in columns) + '|')
    print('\n|folder|files|\n|-|-|')
    for top in names:
        for folder, files in sorted(folders(tree, top).items()):
            print(f'|{folder}|{files}|')


if __name__ == '__main__':
    main()
