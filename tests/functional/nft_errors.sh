#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What nft says of texts with the statement netflow is what the stock nft says of a statement of the same length: the
# same sentences, lines, columns and marks, by every way in.
# shellcheck source-path=SCRIPTDIR source=../lib/nft.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib/nft.sh"

# error TEXT: nft must say of it what the stock nft says of statements of the same lengths
error() {
	local expected
	printf '%s\n' "$1" | sed -e 's/netflow monitor wan/log prefix "123456"/g' -e 's/netflow/notrack/g' >"$WORK/error.nft"
	expected=$({ stock -f "$WORK/error.nft" 2>&1 || true; } | sed -e 's/log prefix "123456"/netflow monitor wan/g' -e 's/notrack/netflow/g')
	printf '%s\n' "$1" >"$WORK/error.nft"
	n -f "$WORK/error.nft" >"$OUT" 2>&1 || true
	if [[ $expected != *Error* ]]; then
		fail "error: $1" "the stock nft says: $expected"
	else
		equal "error: $(head -n 1 <<<"$expected" | cut -d: -f 2-3): $(head -n 1 <<<"$1")" "$expected" "$(cat "$OUT")"
	fi
}

# way WAY TEXT NFT: what nft, run by that function, says of the text: as an argument, by standard input, in an included file
way() {
	printf '%s\n' "$2" >"$WORK/way.nft"
	case $1 in
	argument) "$3" "$2" ;;
	stdin) "$3" -f - <"$WORK/way.nft" ;;
	pipe) printf '%s\n' "$2" | "$3" -f - ;;
	fifo) "$3" -f <(cat "$WORK/way.nft") 2>&1 | sed 's|/dev/fd/[0-9]*|FIFO|' ;;
	include)
		printf '%s\n' "$2" >"$WORK/part.nft"
		printf '# first\n\ninclude "%s/part.nft"\n' "$WORK" >"$WORK/whole.nft"
		"$3" -f "$WORK/whole.nft"
		;;
	esac 2>&1 || true
}

# same_errors WAY TEXT: as error(), by another way; of a line of a file nft prints 1023 bytes
same_errors() {
	local placeholder expected
	placeholder=$(sed -e 's/netflow monitor wan/log prefix "123456"/g' -e 's/netflow monitor "wan"/log prefix "12345678"/g' \
		-e 's/netflow/notrack/g' <<<"$2")
	expected=$(way "$1" "$placeholder" stock)
	expected=${expected//"$placeholder"/"$2"}
	expected=${expected//"${placeholder:0:1023}"/"${2:0:1023}"}
	expected=${expected//unexpected notrack/unexpected netflow}
	if [[ $expected != *Error* ]]; then
		fail "error by $1: $2" "the stock nft says: $expected"
	else
		equal "error by $1: $(head -n 1 <<<"$expected")" "$expected" "$(way "$1" "$2" n)"
	fi
}

# What is wrong is before, in and behind the 1023 bytes that nft prints of a line of a file, and so are the statements.
long_lines() {
	local by line before more
	for before in 1 27 40; do
		for more in 0 30; do
			line=$(
				for ((; before > 0; before--)); do printf 'add rule inet t c netflow monitor wan; '; done
				printf 'add rule inet t c netflow counter foo\t'
				for ((; more > 0; more--)); do printf '\t; add rule inet t c netflow monitor "wan"'; done
			)
			for by in stdin fifo include; do
				same_errors $by "$line"
				same_errors $by "${line/foo/jump nowhere}"
			done
		done
	done
}

errors() {
	local by many
	section errors
	many=$(for by in {1..10}; do printf 'add rule inet t c netflow monitor wan; add rule inet t c netflow; '; done)
	for by in argument stdin pipe fifo include; do
		same_errors $by 'add rule inet t c counter netflow monitor wan accept foo'
		same_errors $by 'add rule inet t c counter netflow jump nowhere'
		same_errors $by "$many add rule inet t c netflow foo"
	done
	long_lines
	error 'add rule inet t c netflow; add rule inet t nowhere netflow monitor wan; add rule inet t c counter netflow'
	error 'add rule inet t c netflow monitor wan jump nowhere; add rule inet t nowhere netflow'
	error $'add rule inet t c netflow \\\n\tnetflow monitor wan \\\n\tfoo'
	error 'add rule inet nowhere c ip saddr { 1.1.1.1, 2.2.2.2 } netflow monitor wan'
	refused "no statement of a set's element" "unexpected" n add rule inet t c update @s '{ ip saddr netflow }'
	# Not every kernel has the family.
	! n 'add table arp a; add chain arp a c' 2>"$OUT" ||
		refused "no statement in the family arp" "add rule arp a c netflow" n add rule arp a c netflow
	error 'add rule inet t c counter netflow monitor wan accept foo'
	error 'add rule inet t c netflow foo netflow'
	error 'add rule inet t c netflow jump nowhere'
	error 'add rule inet t c counter netflow counter jump nowhere'
	error 'add rule inet t d netflow monitor wan'
	error 'add rule inet t c accept netflow'
	error $'table inet t {\n\tchain c {\n\t\tnetflow; netflow monitor wan counter netflow ip saddr 1.2.3.400\n\t}\n}'
	error 'add rule inet t c tcp dport { 22 } netflow monitor wan tcp dport'
	refused "a bad name is quoted" "'a/b' is no monitor" n add rule inet t c netflow monitor a/b
	refused "arguments of log are none of netflow" "Error" n add rule inet t c netflow level warn
	# shellcheck disable=SC2119 # not the arguments of the script
	equal "nothing was added" "" "$(rules)"
}

need_module
errors
