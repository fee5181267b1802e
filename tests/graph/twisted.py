"""Documents that nobody writes who means well: each at most 32 KB, each with its own way to cost much."""

from collections.abc import Callable, Mapping


def times(count: int, part: Callable[[int], str]) -> str:
    return " ".join(part(number) for number in range(count))


def chain(count: int, on: str, step: Callable[[int], str], end: str) -> str:
    """Fragments f0 … that each spread the next one."""
    steps = times(count, lambda n: f"fragment f{n} on {on} {{{step(n + 1)}}}")
    return f"{steps} fragment f{count} on {on} {{{end}}}"


def nested(count: int, opening: str, inside: str, closing: str) -> str:
    return opening * count + inside + closing * count


DEEP = "types{fields{args{name type{name}} type{name kind}}}"
EMPLOYEE = (
    "id name nip kind state sex fullName appointedOn retiresOn version birthDate nik phone email address"
)

TWISTED: Mapping[str, str] = {
    "doubling fragments": "{...f0} " + chain(60, "Query", lambda n: f"...f{n} ...f{n}", "__typename"),
    "doubling fragments under __schema": "{__schema{...f0}} "
    + chain(60, "__Schema", lambda n: f"...f{n} ...f{n}", "queryType{name}"),
    "doubling fields": "{viewer{person{unit{...f0}}}} "
    + chain(60, "Unit", lambda n: f"parent{{...f{n}}} x:parent{{...f{n}}}", "name"),
    "doubling fields under __schema": "{__schema{queryType{...f0}}} "
    + chain(60, "__Type", lambda n: f"ofType{{...f{n}}} x:ofType{{...f{n}}}", "name"),
    "doubling into a cycle": "{...f0} " + chain(60, "Query", lambda n: f"...f{n} ...f{n}", "...f0"),
    "a cycle through fields": "{viewer{person{...f}}} "
    "fragment f on Employee {unit{employees{nodes{...f ...f}}}}",
    "every fragment in every other": "{...f0} "
    + times(25, lambda n: f"fragment f{n} on Query {{{times(25, lambda m: f'...f{m}')}}}"),
    "3,900 aliases": "{" + times(3900, lambda n: f"a{n}:a") + "}",
    "660 aliases": "{" + times(660, lambda n: f"a{n}:__typename") + "}",
    "one field 1,990 times": "{" + "a " * 1990 + "}",
    "one field 390 times": "{" + "__typename " * 390 + "}",
    "390 unknown fields": "{" + times(390, lambda n: f"a{n}") + "}",
    "unknown fields with long names": "{" + times(20, lambda n: "a" * 1500 + str(n)) + "}",
    "fields that overlap in each other": "{" + ("viewer{" + "person{name} " * 20 + "} ") * 18 + "}",
    "fields that overlap in inline fragments": "{" + "...{viewer{roles}} " * 130 + "}",
    "190 inline fragments": "{" + "...on Query{__typename} " * 190 + "}",
    "inline fragments in each other": "{viewer{person{"
    + "...on Employee{name nip kind unit{name}} " * 70
    + "}}}",
    "every pair of 100 fragments": "{"
    + times(100, lambda n: f"...f{n}")
    + "}"
    + times(100, lambda n: f"fragment f{n} on Query{{a{n}}}"),
    "200 fragments": "{"
    + times(200, lambda n: f"...f{n}")
    + "}"
    + times(200, lambda n: f"fragment f{n} on Query{{__typename}}"),
    "one fragment spread 240 times": "{viewer{person{"
    + "...f " * 240
    + "}}} fragment f on Employee{name nip}",
    "one fragment in 30 lists": "{"
    + times(30, lambda n: f"a{n}:employees(first:1){{nodes{{...f}}}}")
    + f"}} fragment f on Employee{{{EMPLOYEE}}}",
    "deep selections": nested(650, "{a", "", "}"),
    "deep selections that fit": "{viewer{person" + nested(130, "{unit{parent", "{name}", "}}") + "}}",
    "a deep list": "{nodes(ids:" + nested(900, "[", "", "]") + "){id}}",
    "a less deep list": "{nodes(ids:" + nested(190, "[", "", "]") + "){id}}",
    "deep objects": "{employees(filter:" + nested(480, "{not:", "{}", "}") + "){totalCount}}",
    "deep objects within the limit of values": "{employees(filter:"
    + nested(190, "{not:", "{}", "}")
    + "){totalCount}}",
    "deep lists of objects": "{employees(filter:" + nested(95, "{or:[", "{}", "]}") + "){totalCount}}",
    "a deep type": "query($a:" + nested(980, "[", "Int", "]") + "){__typename}",
    "a less deep type": "query($a:" + nested(400, "[", "Int", "]!") + "){__typename}",
    "a huge string": '{employees(after:"' + "a" * 32000 + '"){totalCount}}',
    "a string of escapes": '{employees(after:"' + "\\u0041" * 5300 + '"){totalCount}}',
    "a string of short escapes": '{employees(after:"' + "\\n" * 16000 + '"){totalCount}}',
    "a block string of lines": '{employees(after:"""' + "\n " * 16000 + '"""){totalCount}}',
    "a block string of quotes": '{employees(after:"""' + '\\"""' * 8000 + '"""){totalCount}}',
    "a string without an end": '{employees(after:"' + "a" * 32000,
    "a huge whole number": "{employees(first:" + "9" * 32000 + "){totalCount}}",
    "a huge fraction": "{employees(first:1." + "9" * 32000 + "){totalCount}}",
    "a huge exponent": "{employees(first:1e" + "9" * 32000 + "){totalCount}}",
    "1,980 numbers": "{nodes(ids:[" + "1 " * 1980 + "]){id}}",
    "190 numbers": "{nodes(ids:[" + "1 " * 190 + "]){id}}",
    "many objects": "{employees(filter:{or:[" + "{} " * 190 + "]}){totalCount}}",
    "many filters": "{employees(filter:{or:[" + '{name:{contains:"a"}} ' * 60 + "]}){totalCount}}",
    "many filtered lists": "{"
    + times(30, lambda n: f'a{n}:employees(first:1,filter:{{name:{{eq:"a"}}}}){{nodes{{name}}}}')
    + "}",
    "many orders": "{employees(orderBy:[" + "{field:NAME} " * 95 + "]){nodes{id}}}",
    "unknown fields of inputs": "{employees(filter:{or:[" + "{x:1} " * 95 + "]}){totalCount}}",
    "one input field again and again": "{employees(filter:{" + 'name:{eq:"a"} ' * 95 + "}){totalCount}}",
    "one argument again and again": "{employees(" + "first:1 " * 650 + "){totalCount}}",
    "unknown arguments": "{employees(" + times(190, lambda n: f"a{n}:1") + "){totalCount}}",
    "490 variables": "query(" + times(490, lambda n: f"$a{n}:Int") + "){__typename}",
    "50 variables": "query("
    + times(50, lambda n: f"$a{n}:ID!")
    + "){nodes(ids:["
    + times(50, lambda n: f"$a{n}")
    + "]){id}}",
    "undefined variables": "{nodes(ids:[" + times(190, lambda n: f"$a{n}") + "]){id}}",
    "variables through fragments": times(20, lambda n: f"query a{n}($x:ID!){{...f0}}")
    + chain(70, "Query", lambda n: f"node(id:$x){{id}} ...f{n}", "__typename"),
    "directives piled up": "{__typename " + "@skip(if:false) " * 320 + "}",
    "unknown directives": "query " + "@a " * 980 + "{__typename}",
    "directives on variables": "query($a:Int " + "@a " * 980 + "){__typename}",
    "directives on a fragment": "{...f} fragment f on Query " + "@a " * 970 + "{__typename}",
    "directives on spreads": "{" + "...f @a " * 390 + "} fragment f on Query{__typename}",
    "390 operations": times(390, lambda n: f"query a{n}{{__typename}}"),
    "operations without names": "{a}" * 660,
    "20 operations of 99 fragments": times(20, lambda n: f"query a{n}{{...f0}}")
    + chain(99, "Query", lambda n: f"...f{n}", "__typename"),
    "unused fragments": "{__typename}" + times(270, lambda n: f"fragment f{n} on Query{{a}}"),
    "unused fragments in each other": "{__typename}"
    + times(100, lambda n: f"fragment f{n} on Query{{...f{(n * 7 + 1) % 100} ...f{(n * 3 + 1) % 100}}}"),
    "comments": "#\n" * 16000 + "{__typename}",
    "comments between tokens": "{" + "__typename#a\n" * 390 + "}",
    "spaces": " " * 32000 + "{__typename}",
    "commas": "," * 32000 + "{__typename}",
    "line ends": "\r\n" * 16000 + "{__typename}",
    "byte order marks": "\ufeff" * 10000 + "{__typename}",
    "letters that are none": "{" + "é" * 10000 + "}",
    "NUL": "{__typename\0}",
    "NUL in a string": '{unit(siasnId:"\\u0000"){name}}',
    "NUL in braces": '{unit(siasnId:"\\u{0}"){name}}',
    "NUL in a filter": '{employees(filter:{name:{eq:"a\\u0000"}}){totalCount}}',
    "half a surrogate pair": '{unit(siasnId:"\\uD800"){name}}',
    "a character of the highest plane": '{unit(siasnId:"\\uFFFF\\u{10FFFF}"){name}}',
    "only braces": "{" * 1990,
    "only exclamation marks": "!" * 32000,
    "only dots": "..." * 1900,
    "introspection 30 times": "{" + times(30, lambda n: f"a{n}:__schema{{{DEEP}}}") + "}",
    "all fields 30 times": "{__schema{types{"
    + times(30, lambda n: f"a{n}:fields{{name args{{name type{{name}}}} type{{name}}}}")
    + "}}}",
    "all names 30 times": "{__schema{types{fields{args{" + times(30, lambda n: f"a{n}:name") + "}}}}}",
    "all defaults 30 times": "{__schema{types{fields{args{"
    + times(30, lambda n: f"a{n}:defaultValue")
    + "}}}}}",
    "one type 30 times": "{"
    + times(30, lambda n: f'a{n}:__type(name:"Employee"){{fields{{name args{{name}}}}}}')
    + "}",
    "deep ofType": "{__schema{types{fields{type" + nested(120, "{ofType", "{name}", "}") + "}}}}",
    "types of types of types": "{__schema{types{fields{type{fields{type{fields{name}}}}}}}}",
    "30 deeds": "mutation{"
    + times(30, lambda n: f'a{n}:unitClose(input:{{unitId:"x",on:"2026-01-01"}}){{userErrors{{code}}}}')
    + "}",
    "10 deeds": "mutation{"
    + times(10, lambda n: f'a{n}:unitClose(input:{{unitId:"x",on:"2026-01-01"}}){{userErrors{{code}}}}')
    + "}",
    "type definitions": "{__typename}" + "type A{a:Int}" * 200,
    "directive definitions": "{__typename}" + "directive @a on FIELD " * 300,
    "fragments with variables": "{...f} fragment f($a:Int) on Query{__typename}",
}
