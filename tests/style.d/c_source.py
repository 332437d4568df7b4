# SPDX-License-Identifier: GPL-2.0
"""What a C file declares, defines and documents, read by its tokens: no compiler, no preprocessor.

It knows the form that checkpatch leaves: it is no parser for C in general.
"""
import bisect
import dataclasses
import pathlib
import re

BLANKED = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
DIRECTIVE = re.compile(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', re.M)
TOKEN = re.compile(r'\w+|\.\.\.|[^\w\s]')
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.M)
CLOSING = {'(': ')', '{': '}', '[': ']'}
# Take arguments, but name no function.
ATTRIBUTES = re.compile(r'__attribute__|__(printf|scanf|must_hold|acquires|releases|aligned|section|alloc_size|cond_lock)'
                        r'|__typeof(_unqual)?__|typeof|_Alignas|_Static_assert|static_assert')
# Stand beside a name, but are none.
MARKS = re.compile(r'_{2,4}(read_mostly|ro_after_init|percpu|rcu|user|packed|maybe_unused|always_unused|initdata|initconst'
                   r'|net_initdata|cacheline_aligned|cacheline_aligned_in_smp)')
TYPE_WORDS = {'void', 'int', 'char', 'long', 'short', 'unsigned', 'signed', 'bool', 'float', 'double', 'const'}


@dataclasses.dataclass
class Token:
    text: str
    at: int             # offset in the file


@dataclasses.dataclass
class Item:
    """A declaration or definition at the top level of a file, or a member of a struct."""
    kind: str           # function, prototype, variable, extern, struct, macro, other
    name: str
    line: int
    at: int
    static: bool = False
    inline: bool = False
    parameters: tuple = ()
    void: bool = False  # returns nothing
    lines: int = 0      # of a function's body
    members: tuple = ()
    arguments: tuple = ()


@dataclasses.dataclass
class Comment:
    text: str
    line: int
    at: int
    end: int


def blank(match):
    return re.sub(r'[^\n]', ' ', match.group())


def blank_literal(match):
    text = match.group()
    return blank(match) if text[0] == '/' else text[0] + re.sub(r'[^\n]', ' ', text[1:-1]) + text[-1]


def group_end(tokens, start):
    """The index of what closes the parenthesis, brace or bracket at @start."""
    opening, depth = tokens[start].text, 0
    for index in range(start, len(tokens)):
        if tokens[index].text == opening:
            depth += 1
        elif tokens[index].text == CLOSING[opening]:
            depth -= 1
            if not depth:
                return index
    return len(tokens) - 1


def is_word(text):
    return text[0].isalpha() or text[0] == '_'


def outside_groups(tokens):
    """The indexes of all tokens that are in no parentheses, braces or brackets; the opening ones are among them."""
    index = 0
    while index < len(tokens):
        yield index
        index = group_end(tokens, index) + 1 if tokens[index].text in CLOSING else index + 1


def split(tokens, separator=','):
    parts, begin = [], 0
    for index in outside_groups(tokens):
        if tokens[index].text == separator:
            parts.append(tokens[begin:index])
            begin = index + 1
    return parts + [tokens[begin:]]


def declared_name(tokens):
    """The name that a declarator without an initializer declares: of a variable, parameter or member."""
    name = ''
    for index in outside_groups(tokens):
        text = tokens[index].text
        if text in '=:':
            break
        if text == '(' and index + 2 < len(tokens) and tokens[index + 1].text == '*':
            return declared_name(tokens[index + 1:group_end(tokens, index)])
        if is_word(text) and not MARKS.fullmatch(text) and not ATTRIBUTES.fullmatch(text):
            name = text
    return name


class Source:
    def __init__(self, path, name=None):
        self.name = name or str(path)
        self.text = pathlib.Path(path).read_text(encoding='utf-8', errors='replace')
        self._line_starts = [match.start() for match in re.finditer('^', self.text, re.M)]
        self.code = DIRECTIVE.sub(blank, BLANKED.sub(blank_literal, self.text))
        self.items = list(self._items([Token(m.group(), m.start()) for m in TOKEN.finditer(self.code)]))

    def line(self, offset):
        return bisect.bisect_right(self._line_starts, offset)

    def includes(self):
        """(line, quote, path) of each #include"""
        text = re.sub(r'/\*.*?\*/', blank, self.text, flags=re.S)
        return [(self.line(match.start()), match.group(1), match.group(2)) for match in INCLUDE.finditer(text)]

    def docs(self):
        """The kernel-doc comments."""
        return [Comment(match.group(), self.line(match.start()), match.start(), match.end())
                for match in BLANKED.finditer(self.text)
                if re.match(r'/\*\*(?!\*|/)', match.group())]

    def documented(self):
        """{offset of an item: its kernel-doc comment}, where nothing but space and macros are between the two"""
        starts = [item.at for item in self.items]
        found = {}
        for comment in self.docs():
            index = bisect.bisect_left(starts, comment.end)
            if index < len(starts) and not self.code[comment.end:starts[index]].strip():
                found[starts[index]] = comment
        return found

    def declares(self):
        """Prototypes and variables of other files, which a header (or, wrongly, a .c file) declares."""
        return [item for item in self.items if item.kind in ('prototype', 'extern') and not item.static]

    def defines(self):
        """The names that other files can use."""
        names = set()
        for item in self.items:
            if item.kind in ('function', 'variable') and not item.static:
                names.add(item.name)
            elif item.kind == 'macro' and not item.static:
                names.update(item.arguments)
        return names

    def functions(self):
        return [item for item in self.items if item.kind == 'function']

    def _items(self, tokens):
        begin = index = 0
        while index < len(tokens):
            text = tokens[index].text
            if text == '{':
                end = group_end(tokens, index)
                if self._is_body(tokens[begin:index]):
                    yield from self._function(tokens[begin:index], tokens[index], tokens[end])
                    begin = end + 1
                index = end + 1
            elif text in '([':
                index = group_end(tokens, index) + 1
            elif text == ';':
                yield from self._declaration(tokens[begin:index])
                begin = index = index + 1
            else:
                index += 1

    @staticmethod
    def _is_body(head):
        words = [head[index].text for index in outside_groups(head)]
        return '(' in words and '=' not in words and (head[-1].text == ')' or words[-2:-1] == ['(']) and \
            not (words[0] in ('struct', 'union', 'enum', 'typedef') and words[-1] == '(' and words[1] == '__attribute__')

    def _declarator(self, tokens):
        """(name, parameters, tokens in front of the name) of a function, or None"""
        for index in outside_groups(tokens):
            if tokens[index].text == '=':
                return None
            if tokens[index].text != '(' or not index:
                continue
            before = tokens[index - 1].text
            end = group_end(tokens, index)
            inner = tokens[index + 1:end]
            if inner and inner[0].text == '*' and (before in TYPE_WORDS or before == '*' or index > 1 and
                                                   tokens[index - 2].text in ('struct', 'enum', 'union')):
                # A function that returns a pointer to one, or a pointer only.
                found = self._declarator(inner[1:])
                return found and (found[0], found[1], tokens[:index] + inner[:1])
            if not is_word(before) or ATTRIBUTES.fullmatch(before):
                continue
            names = [declared_name(part) for part in split(inner)] if inner else []
            if names in (['void'], ['']):
                names = []
            return before, tuple('...' if any(token.text == '...' for token in part) else name
                                 for name, part in zip(names, split(inner))), tokens[:index - 1]
        return None

    def _item(self, kind, name, tokens, **more):
        words = {token.text for token in tokens}
        return Item(kind, name, self.line(tokens[0].at), tokens[0].at, static='static' in words,
                    inline=bool(words & {'inline', '__always_inline'}), **more)

    @staticmethod
    def _returns_nothing(front):
        words = [token.text for token in front]
        return 'void' in words and '*' not in words

    def _function(self, head, opening, closing):
        found = self._declarator(head)
        if found:
            name, parameters, front = found
            item = self._item('function', name, head, parameters=parameters, void=self._returns_nothing(front),
                              lines=max(0, self.line(closing.at) - self.line(opening.at) - 1))
            item.static = any(token.text == 'static' for token in front)
            item.inline = any('inline' in token.text for token in front)
            yield item

    def _declaration(self, tokens):
        if not tokens or tokens[0].text == 'typedef':
            return
        words = [tokens[index].text for index in outside_groups(tokens)]
        if '{' in words and '=' not in words[:words.index('{')]:
            yield from self._struct(tokens)
            return
        found = self._declarator(tokens)
        if found and (not found[2] or {token.text for token in found[2]} <= {'static', 'extern'}):
            # DEFINE_X(name); module_init(name);
            opening = next(index for index in outside_groups(tokens) if tokens[index].text == '(')
            kind = 'macro' if found[0].startswith('DEFINE') else 'extern' if found[0].startswith('DECLARE') else 'other'
            names = tuple(token.text for token in tokens[opening:] if is_word(token.text))
            yield self._item(kind, names[-1] if kind == 'extern' and names else found[0], tokens, arguments=names)
        elif found:
            yield self._item('prototype', found[0], tokens, parameters=found[1], void=self._returns_nothing(found[2]))
        elif len(words) > 2 or words[0] not in ('struct', 'union', 'enum'):
            kind = 'extern' if 'extern' in words else 'variable'
            for part in split(tokens):
                name = declared_name(part)
                if name:
                    yield self._item(kind, name, tokens)

    def _struct(self, tokens):
        opening = next(index for index in outside_groups(tokens) if tokens[index].text == '{')
        end = group_end(tokens, opening)
        front, rest = tokens[:opening], tokens[end + 1:]
        kind = next((token.text for token in front if token.text in ('struct', 'union', 'enum')), '')
        name = front[-1].text if is_word(front[-1].text) and front[-1].text != kind else ''
        body = tokens[opening + 1:end]
        members = [declared_name(part) for part in split(body)] if kind == 'enum' else self._members(body)
        yield self._item('struct', f'{kind} {name}'.strip(), tokens, members=tuple(filter(None, members)))
        variable = declared_name(rest)
        if variable:
            yield self._item('variable', variable, tokens)

    def _members(self, body):
        members = []
        for part in split(body, ';'):
            opening = [index for index in outside_groups(part) if part[index].text == '{']
            if opening:
                end = group_end(part, opening[0])
                name = declared_name(part[end + 1:])
                members += [name] if name else self._members(part[opening[0] + 1:end])
            elif part:
                members += [declared_name(one) for one in split(part)]
        return members
