# SPDX-License-Identifier: GPL-2.0
"""Read docs/netflow.yaml without a YAML library: the few forms that it uses."""


def _lines(text):
    for line in text.splitlines():
        stripped = line.strip()
        if stripped and not stripped.startswith('#') and stripped != '---':
            yield len(line) - len(line.lstrip()), stripped


def _scalar(text):
    if text.startswith('['):
        return [item.strip() for item in text[1:-1].split(',')]
    return text.strip("'\"")


def _block(lines, at, indent):
    """(value, next line) of the lines that are indented like the first, or more."""
    if lines[at][1] == '-':
        items = []
        while at < len(lines) and lines[at] == (indent, '-'):
            value, at = _block(lines, at + 1, lines[at + 1][0])
            items.append(value)
        return items, at
    members = {}
    while at < len(lines) and lines[at][0] == indent and lines[at][1] != '-':
        key, value = lines[at][1].split(':', 1)
        at += 1
        if value.strip() not in ('', '>-', '|'):
            members[key] = _scalar(value.strip())
        elif value.strip():
            while at < len(lines) and lines[at][0] > indent:
                at += 1
        elif at < len(lines) and lines[at][0] > indent:
            members[key], at = _block(lines, at, lines[at][0])
    return members, at


def read(path):
    """
    Return the attribute sets, {name: {attribute: its description}}, and the commands, [{attributes, dump}], both in
    the order of their numbers.
    """
    lines = list(_lines(path.read_text()))
    document = _block(lines, 0, 0)[0]
    sets = {one['name']: {member['name']: member for member in one['attributes']} for one in document['attribute-sets']}
    commands = []
    for operation in document['operations']['list']:
        ways = [operation.get('do', {}), operation.get('dump', {})]
        attributes = [name for way in ways for name in way.get('request', {}).get('attributes', [])]
        commands.append({'attributes': list(dict.fromkeys(attributes)), 'dump': 'dump' in operation})
    return sets, commands
